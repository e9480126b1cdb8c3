// Opens the database and migrates it to the current version. Only the data worker does this.

import { openDB } from 'idb';
import { AppError } from '../core/failure';
import { migrate } from './migrations';
import type { Database, StudioSchema } from './schema';

export const DATABASE_VERSION = 7;
const DATABASE_NAME = 'tooltune';
const BLOCKED_PATIENCE_MILLISECONDS = 5_000;

function createStores(database: Database): void {
  database.createObjectStore('projects', { keyPath: 'id' });
  database.createObjectStore('chunks', { keyPath: ['projectId', 'chunk'] });
  database.createObjectStore('operations', { keyPath: ['projectId', 'sequence'] });
  database.createObjectStore('shelf', { keyPath: ['projectId', 'sequence', 'chunk'] });
  database.createObjectStore('sources', { keyPath: ['projectId', 'sequence', 'position'] });
  database.createObjectStore('checks', { keyPath: 'projectId' });
  database.createObjectStore('runs', { keyPath: 'id' }).createIndex('byProject', 'projectId');
  database.createObjectStore('runRecords', { keyPath: ['runId', 'chunk'] });
  database.createObjectStore('runLogs', { keyPath: ['runId', 'step'] });
  database.createObjectStore('evalPoints', { keyPath: ['runId', 'step'] });
  database.createObjectStore('toolCallScores', { keyPath: 'runId' });
  database.createObjectStore('manifests', { keyPath: ['runId', 'step'] });
  database.createObjectStore('models', { keyPath: 'id' });
  database.createObjectStore('adapters', { keyPath: 'id' });
  database.createObjectStore('downloads', { keyPath: 'id' });
  database.createObjectStore('settings', { keyPath: 'name' });
}

function openFailure(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const name = error instanceof Error ? error.name : '';
  if (name === 'VersionError') {
    return new AppError(
      {
        code: 'storage',
        reason: 'newer_database',
        message: 'The projects in this browser were stored by a newer version of ToolTune.',
        remedy: 'Reload the page to get the newer version. Nothing was changed.',
      },
      { cause: error },
    );
  }
  return new AppError(
    {
      code: 'storage',
      reason: 'database_unavailable',
      message: `The browser could not open its database: ${error instanceof Error ? error.message : String(error)}`,
      remedy: 'This happens in private windows and on full disks. Free some space or use a normal window, then reload.',
    },
    { cause: error },
  );
}

/**
 * Opens the database and creates or upgrades its stores.
 * @throws AppError `storage` (a newer version, or the browser refuses) or `in-use` (a tab with an older version stays open)
 */
export async function openDatabase(name: string = DATABASE_NAME): Promise<Database> {
  let giveUp: (error: AppError) => void = () => {};
  const blockedTooLong = new Promise<never>((_resolve, reject) => {
    giveUp = reject;
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const opening = openDB<StudioSchema>(name, DATABASE_VERSION, {
    async upgrade(database, oldVersion, _newVersion, transaction) {
      if (oldVersion === 0) return createStores(database);
      if (oldVersion < 2) database.createObjectStore('downloads', { keyPath: 'id' });
      if (oldVersion < 6) database.createObjectStore('adapters', { keyPath: 'id' });
      await migrate(transaction, oldVersion);
    },
    blocked() {
      const failure = new AppError({
        code: 'in-use',
        reason: 'old_tab_open',
        message: 'Another tab with an older version of ToolTune has the database open.',
        remedy: 'Close the other ToolTune tabs, then reload.',
      });
      timer = setTimeout(() => giveUp(failure), BLOCKED_PATIENCE_MILLISECONDS);
    },
    // A newer version in another tab needs to upgrade the database: let it. Later calls here fail with `closed_database`.
    blocking(_current, _wanted, event) {
      if (event.target instanceof IDBDatabase) event.target.close();
    },
  });
  try {
    return await Promise.race([opening, blockedTooLong]);
  } catch (error) {
    throw openFailure(error);
  } finally {
    clearTimeout(timer);
  }
}
