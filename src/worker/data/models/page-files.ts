// Large files of the page (weights, a tokenizer): fetched when one is first needed, proved by size and SHA-256, and kept
// in OPFS for the next time. What is kept is proved again once in each session: a killed tab leaves torn files, and a
// new version of the page other ones.

import { AppError } from '../../../core/failure';
import type { FileStore } from '../../../storage/files';
import { filesLock, type TabLocks } from '../../../storage/locks';
import { hashed, partsOf, startSha256 } from '../../../storage/sha256';
import { byteCounter, type Emit, progressOf } from '../../progress';

export interface PageFile {
  /** Below the page's address, and in OPFS. */
  readonly path: string;
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
}

interface Sources {
  readonly files: FileStore;
  readonly locks: Pick<TabLocks, 'alone'>;
  /** @param fresh past the browser's cache. @throws AppError `not-found` or `network` */
  readonly streamAsset: (path: string, fresh: boolean) => Promise<AsyncIterable<Uint8Array>>;
  readonly now: () => number;
}

export type OpenPageFile = (file: PageFile, emit?: Emit) => Promise<Blob>;

/**
 * Opens files of the page, each fetched at most once at a time, in all tabs.
 * @throws AppError `not-found` (missing on the host, or another one than this page wants), `network`, or what storage throws
 */
export function pageFiles(sources: Sources): OpenPageFile {
  const proved = new Map<string, Promise<void>>();
  return async (file, emit = () => {}) => {
    const key = `${file.path} ${file.sha256}`;
    const proof = proved.get(key) ?? sources.locks.alone(filesLock(file.path), () => fetchUnlessKept(sources, file, emit));
    proved.set(key, proof);
    await proof.catch((error: unknown) => {
      proved.delete(key);
      throw error;
    });
    const blob = await sources.files.open(file.path);
    if (blob?.size === file.bytes) return blob;
    // Cleared by the browser since it was proved.
    proved.delete(key);
    throw wrongFile(file);
  };
}

async function fetchUnlessKept(sources: Sources, file: PageFile, emit: Emit): Promise<void> {
  if (await isKept(sources.files, file)) return;
  // A wrong file may be an old one out of the browser's cache.
  for (const fresh of [false, true]) {
    if ((await fetchFile(sources, file, fresh, emit)) === file.sha256) return;
    await sources.files.delete(file.path);
  }
  throw wrongFile(file);
}

async function isKept(files: FileStore, { path, bytes, sha256 }: PageFile): Promise<boolean> {
  const blob = await files.open(path);
  if (blob?.size !== bytes) return false;
  const hash = await startSha256();
  for await (const part of partsOf(blob)) hash.update(part);
  return hash.digest() === sha256;
}

/** @returns SHA-256 of what came, hex */
async function fetchFile({ files, streamAsset, now }: Sources, file: PageFile, fresh: boolean, emit: Emit): Promise<string> {
  const hash = await startSha256();
  const counted = byteCounter(progressOf(emit, 'fetch', file.bytes, now));
  try {
    await files.write(file.path, hashed(counted(await streamAsset(file.path, fresh)), hash));
  } catch (error) {
    await files.delete(file.path);
    throw error;
  }
  return hash.digest();
}

function wrongFile({ path }: PageFile): AppError {
  return new AppError({
    code: 'not-found',
    reason: 'asset_differs',
    message: `The page's own file ${path} is not the one that belongs to this version of the studio.`,
    remedy: 'Reload the page; if it stays so, the build of the page was not published as a whole.',
    values: { path },
  });
}
