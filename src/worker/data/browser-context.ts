// The data worker's context in a browser: IndexedDB, OPFS, locks, and files of the page's own origin.

import { AppError } from '../../core/failure';
import type { Tokenizer } from '../../core/tokenizer';
import { openFileSystem } from '../../storage/files';
import { browserLocks } from '../../storage/locks';
import { openDatabase } from '../../storage/schema';
import { builtInTokenizers, fetchBuiltIn } from '../../tokenizer';
import type { DataContext } from './context';
import { storedTokenizer } from './model-files';

/** Caches what `load` resolves to; a failed load may be tried again. */
export function tokenizerCache(load: (id: string) => Promise<Tokenizer>) {
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

/** @param base the page's address. */
export async function browserContext(base: string): Promise<DataContext> {
  const [database, files] = await Promise.all([openDatabase(), openFileSystem()]);
  const fetchAsset = async (path: string) => {
    const response = await fetch(new URL(path, base));
    if (!response.ok) {
      throw new AppError({
        code: 'not-found',
        reason: 'asset_missing',
        message: `The page's own file ${path} could not be loaded: status ${response.status}.`,
        remedy: 'Reload the page; if it stays so, the build of the page is incomplete.',
        values: { path },
      });
    }
    return response.blob();
  };
  const load = (id: string) => {
    const builtIn = builtInTokenizers.find((one) => one.id === id);
    return builtIn ? fetchBuiltIn(builtIn.id, base) : storedTokenizer({ database, files, fetchAsset }, id);
  };
  return {
    database,
    files,
    locks: browserLocks(navigator.locks),
    fetchAsset,
    ...tokenizerCache(load),
    now: () => Date.now(),
    newId: () => crypto.randomUUID(),
    open: new Map(),
    opening: new Map(),
    training: new Set(),
  };
}
