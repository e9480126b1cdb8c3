// A FileStore in a folder of the disk, for Node: what OPFS is to the workers, with files of gigabytes.

import { createWriteStream, existsSync, openAsBlob } from 'node:fs';
import { mkdir, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FileStore } from '../../src/storage/files';

export function diskFiles(root: string): FileStore {
  const at = (path: string) => join(root, path);
  return {
    async open(path) {
      return existsSync(at(path)) ? openAsBlob(at(path)) : null;
    },
    async write(path, parts, from = 0) {
      await mkdir(dirname(at(path)), { recursive: true });
      if (from === 0) await writeFile(at(path), '');
      else await truncate(at(path), from);
      await pipeline(Readable.from(parts, { objectMode: true }), createWriteStream(at(path), { flags: 'a' }));
    },
    async delete(path) {
      await rm(at(path), { recursive: true, force: true });
    },
    async list(folder) {
      if (!existsSync(at(folder))) return [];
      const entries = await readdir(at(folder), { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
      return Promise.all(files.map(async (file) => ({ path: file.slice(root.length + 1), bytes: (await stat(file)).size })));
    },
  };
}
