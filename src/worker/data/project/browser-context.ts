// The data worker's context in a browser: IndexedDB, OPFS, locks, and files from the page's own origin.

import { AppError } from '../../../core/failure';
import type { Tokenizer } from '../../../core/tokenizer';
import { openFileSystem } from '../../../storage/files';
import { browserLocks } from '../../../storage/locks';
import { openDatabase } from '../../../storage/open-database';
import { partsOfStream } from '../../../storage/sha256';
import { fetchPageTokenizer, pageTokenizers } from '../../../tokenizer';
import { modelTokenizer } from '../models/model-files';
import { pageFiles } from '../models/page-files';
import type { DataContext } from './context';

/** Loads each tokenizer once. A load that failed can be tried again. */
export function createTokenizerCache(load: (id: string) => Promise<Tokenizer>) {
  const loading = new Map<string, Promise<Tokenizer>>();
  const loaded = new Map<string, Tokenizer>();
  const tokenizer = (id: string): Promise<Tokenizer> => {
    const known = loading.get(id);
    if (known) return known;
    const promise = load(id).then((value) => {
      loaded.set(id, value);
      return value;
    });
    loading.set(id, promise);
    promise.catch(() => loading.delete(id));
    return promise;
  };
  return { tokenizer, loadedTokenizer: (id: string) => loaded.get(id) ?? null };
}

function assetMissing(path: string, status: number): AppError {
  return new AppError({
    code: 'not-found',
    reason: 'asset_missing',
    message: `The page's own file ${path} could not be loaded: status ${status}.`,
    remedy: 'Reload the page. If that does not help, the build of the page is incomplete.',
    values: { path },
  });
}

function serverUnreachable(path: string, cause: unknown): AppError {
  return new AppError(
    {
      code: 'network',
      reason: 'asset_unreachable',
      message: `The page's server could not be reached for ${path}.`,
      remedy: 'Start the server again (npm start) or go online, then try again.',
      values: { path },
    },
    { cause },
  );
}

/** @param base the page's address */
export async function browserContext(base: string): Promise<DataContext> {
  const [database, files] = await Promise.all([openDatabase(), openFileSystem()]);
  const request = async (path: string, cache: RequestCache) => {
    const response = await fetch(new URL(path, base), { cache }).catch((error: unknown) => {
      throw serverUnreachable(path, error);
    });
    if (!response.ok) throw assetMissing(path, response.status);
    return response;
  };
  const fetchAsset = async (path: string) => (await request(path, 'default')).blob();
  const streamAsset = async (path: string, fresh: boolean) => {
    const { body } = await request(path, fresh ? 'reload' : 'default');
    return partsOfStream(body ?? new Blob().stream());
  };
  const now = () => Date.now();
  const locks = browserLocks(navigator.locks);
  const sources = { database, files, fetchAsset, openPageFile: pageFiles({ files, locks, streamAsset, now }) };
  const load = (id: string) => {
    const known = pageTokenizers.find((one) => one.id === id);
    return known ? fetchPageTokenizer(known.id, base) : modelTokenizer(sources, id);
  };
  return {
    ...sources,
    locks,
    ...createTokenizerCache(load),
    now,
    newId: () => crypto.randomUUID(),
    open: new Map(),
    opening: new Map(),
    training: new Set(),
  };
}
