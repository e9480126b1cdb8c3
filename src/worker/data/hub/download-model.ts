// A whole model of a hub. What is under way is noted in IndexedDB, so that it goes on after a closed tab.

import { toFailure } from '../../../core/failure';
import { fileAddress, type HubModel } from '../../../core/hub';
import type { StoredDownload } from '../../../storage/schema';
import { type Emit, progressOf } from '../../progress';
import type { ModelSummary } from '../../protocol';
import type { DataContext } from '../context';
import { checkFolder, describeModel, type StoredFiles } from '../describe-model';
import { modelFolder, modelSummary, storedFolderText } from '../model-files';
import { downloadFile } from './download-file';
import type { HubFetch } from './fetch';
import { cachePath, type HubCache, throughCache } from './hub-cache';
import type { Wait } from './retry';

function isSame(a: HubModel, b: HubModel): boolean {
  return a.hub.address === b.hub.address && a.name === b.name && a.commit === b.commit;
}

/** The note of this model's download: the one under way, or a new one. */
async function noteOf({ database, newId, now }: DataContext, model: HubModel): Promise<StoredDownload> {
  const known = (await database.getAll('downloads')).find((each) => isSame(each.model, model));
  // The hosts may have been corrected since.
  const note = { id: known?.id ?? newId(), startedAt: known?.startedAt ?? now(), model };
  await database.put('downloads', note);
  return note;
}

/** Deletes what was fetched so far. */
export async function discardDownload({ database, files }: DataContext, id: string): Promise<void> {
  if ((await database.get('downloads', id)) === undefined) return;
  await database.delete('downloads', id);
  await files.delete(modelFolder(id));
}

interface Download {
  readonly model: HubModel;
  readonly fetch: HubFetch;
  readonly wait: Wait;
  /** Keeps the files for another browser. */
  readonly cache?: HubCache | undefined;
}

async function fetchFiles(context: DataContext, id: string, { model, fetch, wait, cache }: Download, emit: Emit, signal: AbortSignal) {
  const { files, hub, name, commit } = model;
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const report = progressOf(emit, 'download', total, context.now);
  const stored: StoredFiles = { bytes: {}, sha256: {} };
  const weights = files.filter(({ path }) => path.endsWith('.safetensors')).map(({ path }) => path);
  let before = 0;
  for (const file of files) {
    // Small files come first: what they rule out is said before gigabytes are fetched.
    if (file.path === weights[0]) checkFolder(await storedFolderText(context.files, id), weights);
    const path = `${modelFolder(id)}/${file.path}`;
    const done = before;
    const onBytes = (bytes: number) => report(done + bytes);
    const store = cache ? throughCache(context.files, cache, cachePath(model, file.path), onBytes) : context.files;
    const url = fileAddress(hub, name, commit, file.path);
    stored.sha256[path] = await downloadFile({ files: store, fetch, url, path, file, onBytes, signal, wait });
    stored.bytes[path] = file.bytes;
    before += file.bytes;
  }
  return stored;
}

/**
 * Fetches what is missing, proves it and lists the model. A model that cannot be used is deleted with the reason; after
 * any other failure, or a stop, what was fetched stays and the next call goes on from there.
 * @throws AppError as downloadFile and describeModel
 */
export async function downloadModel(context: DataContext, download: Download, emit: Emit, signal: AbortSignal): Promise<ModelSummary> {
  const { model } = download;
  const { id } = await noteOf(context, model);
  try {
    const stored = await fetchFiles(context, id, download, emit, signal);
    const { hub, name, revision, commit } = model;
    const origin = { kind: 'hub', address: hub.address, name, revision, commit } as const;
    const described = await describeModel(context, id, stored, origin, () => name);
    const transaction = context.database.transaction(['models', 'downloads'], 'readwrite');
    await Promise.all([
      transaction.objectStore('models').put(described),
      transaction.objectStore('downloads').delete(id),
      transaction.done,
    ]);
    return modelSummary(described);
  } catch (error) {
    if (['bad-input', 'unsupported'].includes(toFailure(error).code)) await discardDownload(context, id);
    throw error;
  }
}
