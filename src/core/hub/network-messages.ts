// What the data worker and the network frame say to each other, over a port. Parts are sent only when they are asked
// for, so that a slow disk holds the connection back and memory stays flat.

/** The first message to the frame, with a port; its sources become the frame's `connect-src`. */
export interface OpenFrame {
  readonly kind: 'open';
  readonly sources: readonly string[];
}

export type FrameRequest =
  /** @property from first byte that is wanted; above 0 asks for a range */
  | { readonly kind: 'get'; readonly id: number; readonly url: string; readonly from: number }
  | { readonly kind: 'pull'; readonly id: number }
  | { readonly kind: 'cancel'; readonly id: number };

export type FrameReply =
  | { readonly kind: 'head'; readonly id: number; readonly status: number }
  | { readonly kind: 'part'; readonly id: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'end'; readonly id: number }
  /** @property blocked true when the frame's policy stopped it: a redirect to a host that was not confirmed */
  | { readonly kind: 'failed'; readonly id: number; readonly blocked: boolean; readonly message: string };
