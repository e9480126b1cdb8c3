// Adds what was downloaded from a hub: a model, or an adapter to its base model.

import { ADAPTER_CONFIG, ADAPTER_WEIGHTS, holdsAdapter, parseAdapterConfig } from '../../../core/adapter';
import type { HubModel } from '../../../core/hub';
import { partsOf } from '../../../storage/sha256';
import type { Job } from '../../progress';
import type { AddedModel } from '../../protocol';
import { addAdapter, basesOf } from '../models/add-adapter';
import { checkFolder, describeModel, type StoredFiles } from '../models/describe-model';
import { type FolderFile, smallText } from '../models/folder-files';
import { modelFolder, storedFolderText } from '../models/folder-text';
import { modelSummary } from '../models/model-files';
import type { DataContext } from '../project/context';
import { dropDownload } from './download-notes';

const isAdapter = ({ files }: HubModel) => holdsAdapter(files.map(({ path }) => path));

async function fetchedFile({ files }: DataContext, id: string, path: string): Promise<FolderFile> {
  const blob = (await files.open(`${modelFolder(id)}/${path}`)) ?? new Blob();
  return { path, bytes: blob.size, stream: () => partsOf(blob) };
}

/**
 * Checks the small files, so that a model they rule out fails before gigabytes are downloaded.
 * @param weights names of the .safetensors files
 * @throws AppError `bad-input` or `unsupported`; `not-found` for an adapter whose base model is not stored
 */
export async function checkBeforeWeights(context: DataContext, id: string, model: HubModel, weights: readonly string[]): Promise<void> {
  if (isAdapter(model)) await basesOf(context, parseAdapterConfig(await smallText(await fetchedFile(context, id, ADAPTER_CONFIG))));
  else checkFolder(await storedFolderText(context.files, id), weights);
}

/** Adds a complete download and deletes its note. @param id of the download. @throws AppError as describeModel and addAdapter */
export async function addFetched(context: DataContext, id: string, model: HubModel, stored: StoredFiles, job: Job): Promise<AddedModel> {
  const { hub, name, revision, commit } = model;
  const origin = { kind: 'hub', address: hub.address, name, revision, commit } as const;
  if (isAdapter(model)) {
    const config = await fetchedFile(context, id, ADAPTER_CONFIG);
    const weights = await fetchedFile(context, id, ADAPTER_WEIGHTS);
    const added = await addAdapter(context, { folder: '', config, weights }, { name, origin }, job);
    await dropDownload(context, id);
    return added;
  }
  const described = await describeModel(context, id, stored, origin, () => name);
  const transaction = context.database.transaction(['models', 'downloads'], 'readwrite');
  await Promise.all([transaction.objectStore('models').put(described), transaction.objectStore('downloads').delete(id), transaction.done]);
  return { model: modelSummary(described), adapter: null };
}
