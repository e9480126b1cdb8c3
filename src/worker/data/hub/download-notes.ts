// What is under way from hubs, noted in IndexedDB, so that it goes on after a closed tab; and what came already.

import { AppError } from '../../../core/failure';
import type { HubModel } from '../../../core/hub';
import { filesLock } from '../../../storage/locks';
import type { StoredDownload, StoredModel } from '../../../storage/schema';
import { modelFolder } from '../models/folder-text';
import type { DataContext } from '../project/context';

function isSame(a: HubModel, b: HubModel): boolean {
  return a.hub.address === b.hub.address && a.name === b.name && a.commit === b.commit;
}

/** The note of this model's download: the one under way, or a new one. In one transaction, so that two tabs have one note. */
export async function noteOf({ database, newId, now }: DataContext, model: HubModel): Promise<StoredDownload> {
  const { store, done } = database.transaction('downloads', 'readwrite');
  const known = (await store.getAll()).find((each) => isSame(each.model, model));
  // The hosts may have been corrected since.
  const note = { id: known?.id ?? newId(), startedAt: known?.startedAt ?? now(), model };
  await Promise.all([store.put(note), done]);
  return note;
}

/** The model, if it is stored: of the same commit, and of the same content where the hub says which that is. */
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

/** Runs the work while no other tab is at this download. @throws AppError `in-use` */
export function withDownload<R>({ locks }: DataContext, id: string, work: () => Promise<R>): Promise<R> {
  return locks.alone(filesLock(modelFolder(id)), work, () => {
    throw new AppError({
      code: 'in-use',
      reason: 'download_in_use',
      message: 'This download is under way already.',
      remedy: 'Let it end, or stop it where it was started, perhaps in another tab.',
    });
  });
}

/** Deletes what was fetched so far, and the note. Within {@link withDownload}. */
export async function dropDownload({ database, files }: DataContext, id: string): Promise<void> {
  await database.delete('downloads', id);
  await files.delete(modelFolder(id));
}

/** The same, asked for by a person. @throws AppError `in-use` while a tab fetches it */
export async function discardDownload(context: DataContext, id: string): Promise<void> {
  await withDownload(context, id, async () => {
    if (await context.database.get('downloads', id)) await dropDownload(context, id);
  });
}
