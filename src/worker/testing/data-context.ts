// A data worker's context without a browser, for tests: files are in memory, and the test supplies the page's own files.

import { AppError } from '../../core/failure';
import type { FileStore } from '../../storage/files';
import type { TabLocks } from '../../storage/locks';
import { memoryFiles } from '../../storage/memory-files';
import { openDatabase } from '../../storage/open-database';
import { partsOf } from '../../storage/sha256';
import { modelTokenizer } from '../data/models/model-files';
import { pageFiles } from '../data/models/page-files';
import { createTokenizerCache } from '../data/project/browser-context';
import type { DataContext } from '../data/project/context';

/** Locks of a simulated browser. @returns a function that creates the locks of one tab */
export function sharedLocks(): () => TabLocks & { die(): void } {
  const held = new Map<string, symbol>();
  const turns = new Map<string, Promise<unknown>>();
  return () => {
    const tab = Symbol('tab');
    const free = (projectId: string) => {
      if (held.get(projectId) === tab) held.delete(projectId);
    };
    return {
      async take(projectId) {
        const owner = held.get(projectId) ?? tab;
        if (owner !== tab) throw new AppError({ code: 'in-use', message: 'This project is open in another tab.' });
        held.set(projectId, tab);
      },
      free,
      heldElsewhere: async (projectId) => (held.get(projectId) ?? tab) !== tab,
      async alone(name, work, otherwise) {
        const before = turns.get(name);
        if (before && otherwise) return otherwise();
        const turn = Promise.resolve(before?.catch(() => undefined)).then(work);
        turns.set(name, turn);
        try {
          return await turn;
        } finally {
          if (turns.get(name) === turn) turns.delete(name);
        }
      },
      die: () => [...held.keys()].forEach(free),
    };
  };
}

export interface TestParts {
  readonly databaseName: string;
  /** Reads a file below the page's address. */
  readonly readAsset: (path: string) => Promise<Blob>;
  readonly files?: FileStore;
  readonly locks?: TabLocks;
}

export async function testContext({
  databaseName,
  readAsset,
  files = memoryFiles(),
  locks = sharedLocks()(),
}: TestParts): Promise<DataContext> {
  const database = await openDatabase(databaseName);
  let ids = 0;
  let time = Date.UTC(2026, 0, 1);
  const now = () => {
    time += 1;
    return time;
  };
  const streamAsset = async (path: string) => partsOf(await readAsset(path));
  const sources = { database, files, fetchAsset: readAsset, openPageFile: pageFiles({ files, locks, streamAsset, now }) };
  return {
    ...sources,
    ...createTokenizerCache((id) => modelTokenizer(sources, id)),
    locks,
    now,
    newId: () => {
      ids += 1;
      return `${databaseName}-${ids}`;
    },
    open: new Map(),
    opening: new Map(),
    training: new Set(),
  };
}
