// Messages between the data worker and the network frame, over a port. The frame sends a part only on request, so that a
// slow disk slows the connection down and memory stays flat.

/** The first message to the frame, with a port. Its sources become the frame's `connect-src`. */
export interface OpenFrame {
  readonly kind: 'open';
  readonly sources: readonly string[];
}

export type FrameRequest =
  /** @property from first byte to send; above 0 requests a range */
  | { readonly kind: 'get'; readonly id: number; readonly url: string; readonly from: number }
  | { readonly kind: 'pull'; readonly id: number }
  | { readonly kind: 'cancel'; readonly id: number };

export type FrameReply =
  | { readonly kind: 'head'; readonly id: number; readonly status: number }
  | { readonly kind: 'part'; readonly id: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'end'; readonly id: number }
  /** @property blocked whether the frame's policy stopped it, on a redirect to a host that was not confirmed */
  | { readonly kind: 'failed'; readonly id: number; readonly blocked: boolean; readonly message: string };
