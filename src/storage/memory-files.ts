// A FileStore in memory: for tests, and where nothing needs to outlive the tab.

import type { FileStore } from './files';

/** @param contents path → bytes; tests look into it, cut and damage it. */
export function memoryFiles(contents: Map<string, Uint8Array<ArrayBuffer>> = new Map()): FileStore {
  return {
    async open(path) {
      const bytes = contents.get(path);
      return bytes ? new Blob([bytes]) : null;
    },
    async write(path, parts) {
      const collected: Uint8Array[] = [];
      for await (const part of parts) collected.push(part.slice());
      const whole = new Uint8Array(collected.reduce((sum, part) => sum + part.byteLength, 0));
      let at = 0;
      for (const part of collected) {
        whole.set(part, at);
        at += part.byteLength;
      }
      contents.set(path, whole);
    },
    async delete(path) {
      for (const name of contents.keys()) if (name === path || name.startsWith(`${path}/`)) contents.delete(name);
    },
    async list(folder) {
      return [...contents].filter(([path]) => path.startsWith(`${folder}/`)).map(([path, bytes]) => ({ path, bytes: bytes.byteLength }));
    },
  };
}
