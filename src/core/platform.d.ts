// What core uses of the platform beyond ES2023: text encoding and URLs, which browsers, workers and Node all have.

declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
}

declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  /** @throws TypeError on an invalid sequence when `fatal` is set. */
  decode(input?: Uint8Array, options?: { stream?: boolean }): string;
}

/** @throws TypeError if the text is not a URL. */
declare class URL {
  constructor(url: string, base?: string);
  readonly protocol: string;
  readonly host: string;
  readonly hostname: string;
  readonly origin: string;
  readonly pathname: string;
  readonly search: string;
  readonly hash: string;
  readonly username: string;
  readonly password: string;
}
