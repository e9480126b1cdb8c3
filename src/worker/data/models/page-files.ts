// Large files of the page (weights, a tokenizer). Each is fetched when it is first needed, verified by size and SHA-256,
// and kept in OPFS. A kept file is verified again once per page load: a killed tab leaves torn files, and a new version of
// the page may need another file.

import { AppError } from '../../../core/failure';
import type { FileStore } from '../../../storage/files';
import { filesLock, type TabLocks } from '../../../storage/locks';
import { hashed, partsOf, startSha256 } from '../../../storage/sha256';
import { byteCounter, type Emit, progressOf } from '../../progress';

export interface PageFile {
  /** Path below the page's address, and in OPFS. */
  readonly path: string;
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
}

interface Sources {
  readonly files: FileStore;
  readonly locks: Pick<TabLocks, 'alone'>;
  /** @param fresh bypass the browser's cache. @throws AppError `not-found` or `network` */
  readonly streamAsset: (path: string, fresh: boolean) => Promise<AsyncIterable<Uint8Array>>;
  readonly now: () => number;
}

export type OpenPageFile = (file: PageFile, emit?: Emit) => Promise<Blob>;

/**
 * @returns a function that opens files of the page; only one tab fetches a file at a time. It throws AppError `not-found`
 *   (missing on the host, or not the file that this page needs), `network`, or what storage throws
 */
export function pageFiles(sources: Sources): OpenPageFile {
  const verified = new Map<string, Promise<void>>();
  return async (file, emit = () => {}) => {
    const key = `${file.path} ${file.sha256}`;
    const verifying = verified.get(key) ?? sources.locks.alone(filesLock(file.path), () => fetchUnlessKept(sources, file, emit));
    verified.set(key, verifying);
    await verifying.catch((error: unknown) => {
      verified.delete(key);
      throw error;
    });
    const blob = await sources.files.open(file.path);
    if (blob?.size === file.bytes) return blob;
    // The browser has deleted it since it was verified.
    verified.delete(key);
    throw wrongFile(file);
  };
}

async function fetchUnlessKept(sources: Sources, file: PageFile, emit: Emit): Promise<void> {
  if (await isKept(sources.files, file)) return;
  // A wrong file may be an old one from the browser's cache.
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

/** Fetches a file into OPFS. @returns its SHA-256, hex */
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
    message: `The page's own file ${path} does not belong to this version of the studio.`,
    remedy: 'Reload the page. If that does not help, the build of the page was only published in part.',
    values: { path },
  });
}
