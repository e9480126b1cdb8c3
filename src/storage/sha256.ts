// Hashes of streams. SubtleCrypto needs a whole file in memory; these read it part by part.

import type { IHasher } from 'hash-wasm';

export interface Hash {
  update(bytes: Uint8Array): void;
  /** Returns the hash of everything so far, hex. Nothing may be added afterwards. */
  digest(): string;
}

export async function startSha256(): Promise<Hash> {
  const { createSHA256 } = await import('hash-wasm');
  return started(await createSHA256());
}

/** Starts the hash by which git identifies a file: SHA-1 of a header and the content. @param bytes length of the file */
export async function startGitBlobHash(bytes: number): Promise<Hash> {
  const { createSHA1 } = await import('hash-wasm');
  const hash = started(await createSHA1());
  hash.update(new TextEncoder().encode(`blob ${bytes}\0`));
  return hash;
}

function started(hasher: IHasher): Hash {
  hasher.init();
  return { update: (bytes) => void hasher.update(bytes), digest: () => hasher.digest('hex') };
}

/** Yields the parts unchanged and adds them to the hash. */
export async function* hashed(parts: AsyncIterable<Uint8Array>, hash: Pick<Hash, 'update'>): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const part of parts) {
    hash.update(part);
    yield part;
  }
}

/** Yields the bytes of a Blob, part by part. */
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
