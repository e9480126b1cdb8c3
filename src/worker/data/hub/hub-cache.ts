// Hub files that outlast this browser: the server of a page without a person (scripts/headless) keeps them on its disk.
// Nothing that comes from there is believed: it counts as the rest of an earlier visit, which downloadFile proves by its
// hash and fetches anew where it is wrong.

import { AppError } from '../../../core/failure';
import type { HubModel } from '../../../core/hub';
import type { FileStore } from '../../../storage/files';
import { partsOfStream } from '../../../storage/sha256';

export interface HubCache {
  /** null when nothing of the file is there. */
  read(path: string): Promise<AsyncIterable<Uint8Array> | null>;
  /**
   * Puts the bytes at `from`; what stood there and behind goes.
   * @returns false when the file ends before `from`: another run is at it
   */
  write(path: string, bytes: Uint8Array<ArrayBuffer>, from: number): Promise<boolean>;
  delete(path: string): Promise<void>;
}

/** Bytes that are gathered before they are sent: a request for each part of a connection would be thousands. */
const BLOCK = 4_000_000;

/** A cache on the server that the page came from. @param address ends in a slash */
export function servedCache(address: string): HubCache {
  const ask = async (path: string, init: RequestInit, ...fine: readonly number[]) => {
    const response = await fetch(new URL(path, address), init);
    if (response.ok || fine.includes(response.status)) return response;
    throw new AppError({
      code: 'storage',
      message: `The cache of hub files cannot be used: ${(await response.text()).trim()}`,
      remedy: 'Free space on the disk, or choose another folder with --cache.',
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

/** Where a file of a model lies in a cache. Two names that become one do no harm: the hash tells whose content it is. */
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

/** Passes the parts on and copies them; parts before an error are copied too. */
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
 * The files here with one file of a cache behind them: opened, it comes from there unless something of it is here; what
 * is written or deleted here is there too.
 * @param path of that file in the cache
 * @param onBytes how much of it has come from there
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
