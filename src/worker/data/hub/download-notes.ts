// Notes unfinished downloads in IndexedDB, so that they can be continued after the tab was closed, and finds models that
// are stored already.

import { AppError } from '../../../core/failure';
import type { HubModel } from '../../../core/hub';
import { filesLock } from '../../../storage/locks';
import type { StoredDownload, StoredModel } from '../../../storage/schema';
import { modelFolder } from '../models/folder-text';
import type { DataContext } from '../project/context';

function isSame(a: HubModel, b: HubModel): boolean {
  return a.hub.address === b.hub.address && a.name === b.name && a.commit === b.commit;
}

/** Returns the note of this model's download, or stores a new one. One transaction, so that two tabs share one note. */
export async function noteOf({ database, newId, now }: DataContext, model: HubModel): Promise<StoredDownload> {
  const { store, done } = database.transaction('downloads', 'readwrite');
  const known = (await store.getAll()).find((each) => isSame(each.model, model));
  // Store the model again: its hosts may have been corrected.
  const note = { id: known?.id ?? newId(), startedAt: known?.startedAt ?? now(), model };
  await Promise.all([store.put(note), done]);
  return note;
}

/** Returns the model if it is stored, from the same commit and with the same content, as far as the hub lists hashes. */
export async function storedAlready({ database }: DataContext, { hub, name, commit, files }: HubModel): Promise<StoredModel | undefined> {
  const isIt = ({ id, origin, files: stored, sha256 = {} }: StoredModel) =>
    origin?.kind === 'hub' &&
    origin.address === hub.address &&
    origin.name === name &&
    origin.commit === commit &&
    files.every((file) => {
      const path = `${modelFolder(id)}/${file.path}`;
      return stored[path] === file.bytes && (file.sha256 === null || sha256[path] === file.sha256);
    });
  return (await database.getAll('models')).find(isIt);
}

/** Runs `work` while no other tab works on this download. @throws AppError `in-use` */
export function withDownload<R>({ locks }: DataContext, id: string, work: () => Promise<R>): Promise<R> {
  return locks.alone(filesLock(modelFolder(id)), work, () => {
    throw new AppError({
      code: 'in-use',
      reason: 'download_in_use',
      message: 'This download is already running.',
      remedy: 'Wait until it ends, or stop it where it was started, perhaps in another tab.',
    });
  });
}

/** Deletes the note and what was downloaded so far. Call it within {@link withDownload}. */
export async function dropDownload({ database, files }: DataContext, id: string): Promise<void> {
  await database.delete('downloads', id);
  await files.delete(modelFolder(id));
}

/** Discards an unfinished download at a person's request. @throws AppError `in-use` while a tab works on it */
export async function discardDownload(context: DataContext, id: string): Promise<void> {
  await withDownload(context, id, async () => {
    if (await context.database.get('downloads', id)) await dropDownload(context, id);
  });
}
