// A cache of hub files that outlives the browser: the server of a headless page (scripts/headless) keeps them on its disk.
// Nothing from the cache is trusted. It counts as stored by an earlier visit, so downloadFile verifies it by its hash and
// fetches it again when it is wrong.

import { AppError } from '../../../core/failure';
import type { HubModel } from '../../../core/hub';
import type { FileStore } from '../../../storage/files';
import { partsOfStream } from '../../../storage/sha256';

export interface HubCache {
  /** Reads what the cache has of a file; null when it has nothing. */
  read(path: string): Promise<AsyncIterable<Uint8Array> | null>;
  /**
   * Writes the bytes at `from` and cuts off everything after them.
   * @returns false when the cached file ends before `from`, because another run is writing it
   */
  write(path: string, bytes: Uint8Array<ArrayBuffer>, from: number): Promise<boolean>;
  delete(path: string): Promise<void>;
}

/** Bytes collected for one request. A request for each part of a connection would make thousands of them. */
const BLOCK = 4_000_000;

/** A cache on the page's own server. @param address ends in a slash */
export function servedCache(address: string): HubCache {
  const ask = async (path: string, init: RequestInit, ...fine: readonly number[]) => {
    const response = await fetch(new URL(path, address), init);
    if (response.ok || fine.includes(response.status)) return response;
    throw new AppError({
      code: 'storage',
      message: `The cache of hub files cannot be used: ${(await response.text()).trim()}`,
      remedy: 'Free disk space, or choose another folder with --cache.',
    });
  };
  return {
    async read(path) {
      const { ok, body } = await ask(path, { cache: 'no-store' }, 404);
      return ok && body ? partsOfStream(body) : null;
    },
    async write(path, bytes, from) {
      return (await ask(`${path}?from=${from}`, { method: 'PUT', body: bytes }, 409)).ok;
    },
    async delete(path) {
      await ask(path, { method: 'DELETE' });
    },
  };
}

/** Returns a file's path in a cache. Two names may give the same path, because the hash tells their contents apart. */
export function cachePath({ hub, name, commit }: HubModel, file: string): string {
  const { host, pathname } = new URL(hub.address);
  return [host + pathname.replace(/\/$/, ''), ...name.split('/'), commit, file].map((part) => part.replace(/^\.+|[^\w.-]/g, '_')).join('/');
}

async function* counted(parts: AsyncIterable<Uint8Array>, onBytes: (bytes: number) => void) {
  let have = 0;
  for await (const part of parts) {
    yield part;
    have += part.byteLength;
    onBytes(have);
  }
}

/** Yields the parts unchanged and copies them into the cache, also those before an error. */
async function* copied(parts: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, cache: HubCache, path: string, from: number) {
  let at = from;
  let block: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  let ours = true;
  const send = async () => {
    if (!ours || size === 0) return;
    ours = await cache.write(path, new Uint8Array(await new Blob(block).arrayBuffer()), at);
    at += size;
    block = [];
    size = 0;
  };
  try {
    for await (const part of parts) {
      block.push(new Uint8Array(part));
      size += part.byteLength;
      yield part;
      if (size >= BLOCK) await send();
    }
  } finally {
    await send();
  }
}

/**
 * Wraps the file store for one file. If the store does not have it, opening it copies it from the cache. Writing and
 * deleting it apply to both.
 * @param path of the file in the cache
 * @param onBytes called with the bytes copied from the cache
 */
export function throughCache(
  files: FileStore,
  cache: HubCache,
  path: string,
  onBytes: (bytes: number) => void,
): Pick<FileStore, 'open' | 'write' | 'delete'> {
  return {
    async open(here) {
      const known = await files.open(here);
      if (known) return known;
      const parts = await cache.read(path);
      if (!parts) return null;
      await files.write(here, counted(parts, onBytes));
      return files.open(here);
    },
    write: (here, parts, from = 0) => files.write(here, copied(parts, cache, path, from), from),
    async delete(here) {
      await files.delete(here);
      await cache.delete(path);
    },
  };
}
