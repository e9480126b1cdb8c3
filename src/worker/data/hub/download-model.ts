// A whole model of a hub, or an adapter alone. What is under way is noted in IndexedDB, so that it goes on after a closed tab.

import { ADAPTER_CONFIG, ADAPTER_WEIGHTS, holdsAdapter, parseAdapterConfig } from '../../../core/adapter';
import { toFailure } from '../../../core/failure';
import { fileAddress, type HubModel } from '../../../core/hub';
import type { StoredDownload } from '../../../storage/schema';
import { partsOf } from '../../../storage/sha256';
import { type Emit, progressOf } from '../../progress';
import type { AddedModel } from '../../protocol';
import { addAdapter, basesOf } from '../add-adapter';
import type { DataContext } from '../context';
import { checkFolder, describeModel, type StoredFiles } from '../describe-model';
import { type FolderFile, smallText } from '../folder-files';
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

const isAdapter = ({ files }: HubModel) => holdsAdapter(files.map(({ path }) => path));

async function fetchedFile({ files }: DataContext, id: string, path: string): Promise<FolderFile> {
  const blob = (await files.open(`${modelFolder(id)}/${path}`)) ?? new Blob();
  return { path, bytes: blob.size, stream: () => partsOf(blob) };
}

async function checkBeforeWeights(context: DataContext, id: string, model: HubModel, weights: readonly string[]): Promise<void> {
  if (isAdapter(model)) await basesOf(context, parseAdapterConfig(await smallText(await fetchedFile(context, id, ADAPTER_CONFIG))));
  else checkFolder(await storedFolderText(context.files, id), weights);
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
    if (file.path === weights[0]) await checkBeforeWeights(context, id, model, weights);
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

/** Lists what was fetched: the model in its place, an adapter beside its base. */
async function addFetched(
  context: DataContext,
  id: string,
  model: HubModel,
  stored: StoredFiles,
  emit: Emit,
  signal: AbortSignal,
): Promise<AddedModel> {
  const { hub, name, revision, commit } = model;
  const origin = { kind: 'hub', address: hub.address, name, revision, commit } as const;
  if (isAdapter(model)) {
    const config = await fetchedFile(context, id, ADAPTER_CONFIG);
    const weights = await fetchedFile(context, id, ADAPTER_WEIGHTS);
    const added = await addAdapter(context, { folder: '', config, weights }, { name, origin }, emit, signal);
    await discardDownload(context, id);
    return added;
  }
  const described = await describeModel(context, id, stored, origin, () => name);
  const transaction = context.database.transaction(['models', 'downloads'], 'readwrite');
  await Promise.all([transaction.objectStore('models').put(described), transaction.objectStore('downloads').delete(id), transaction.done]);
  return { model: modelSummary(described), adapter: null };
}

/**
 * Fetches what is missing, proves it and lists it. What cannot be used is deleted with the reason; after any other
 * failure (an adapter whose base is not here is one), or a stop, what was fetched stays and the next call goes on from there.
 * @throws AppError as downloadFile, describeModel and addAdapter
 */
export async function downloadModel(context: DataContext, download: Download, emit: Emit, signal: AbortSignal): Promise<AddedModel> {
  const { id } = await noteOf(context, download.model);
  try {
    const stored = await fetchFiles(context, id, download, emit, signal);
    return await addFetched(context, id, download.model, stored, emit, signal);
  } catch (error) {
    if (['bad-input', 'unsupported'].includes(toFailure(error).code)) await discardDownload(context, id);
    throw error;
  }
}
