// What core takes from the platform beyond ES2023: text encoding, which browsers, workers and Node all have.

declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
}

declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  /** @throws TypeError on an invalid sequence when `fatal` is set. */
  decode(input?: Uint8Array, options?: { stream?: boolean }): string;
}
