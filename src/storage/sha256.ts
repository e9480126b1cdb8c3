// SHA-256 of a stream. SubtleCrypto takes a whole file only; this takes it part by part.

export interface Sha256 {
  update(bytes: Uint8Array): void;
  /** Hex, of everything so far; nothing may be added afterwards. */
  digest(): string;
}

export async function startSha256(): Promise<Sha256> {
  const { createSHA256 } = await import('hash-wasm');
  const hasher = await createSHA256();
  hasher.init();
  return { update: (bytes) => void hasher.update(bytes), digest: () => hasher.digest('hex') };
}

/** Passes the parts on and takes them into the hash. */
export async function* hashed(parts: AsyncIterable<Uint8Array>, hash: Sha256): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const part of parts) {
    hash.update(part);
    yield part;
  }
}

/** The bytes of a Blob, part by part. */
export function partsOf(file: Blob): AsyncGenerator<Uint8Array, void, undefined> {
  return partsOfStream(file.stream());
}

export async function* partsOfStream(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = stream.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
  } finally {
    await reader.cancel();
  }
}
