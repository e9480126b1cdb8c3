// A FileStore in memory, for tests.

import type { FileStore } from './files';

/** @param contents path → bytes; tests read, cut and damage it */
export function memoryFiles(contents: Map<string, Uint8Array<ArrayBuffer>> = new Map()): FileStore {
  return {
    async open(path) {
      const bytes = contents.get(path);
      return bytes ? new Blob([bytes]) : null;
    },
    async write(path, parts, from = 0) {
      const kept = new Uint8Array(from);
      kept.set(contents.get(path)?.subarray(0, from) ?? []);
      const collected: Uint8Array<ArrayBuffer>[] = [kept];
      try {
        for await (const part of parts) collected.push(new Uint8Array(part));
      } finally {
        contents.set(path, new Uint8Array(await new Blob(collected).arrayBuffer()));
      }
    },
    async delete(path) {
      for (const name of contents.keys()) if (name === path || name.startsWith(`${path}/`)) contents.delete(name);
    },
    async list(folder) {
      return [...contents].filter(([path]) => path.startsWith(`${folder}/`)).map(([path, bytes]) => ({ path, bytes: bytes.byteLength }));
    },
  };
}
