// Downloads a whole model from a hub, or an adapter. A download can be continued after the tab was closed, see
// download-notes.ts.

import { toFailure } from '../../../core/failure';
import { fileAddress, type HubModel } from '../../../core/hub';
import { type Job, progressOf } from '../../progress';
import type { AddedModel } from '../../protocol';
import type { StoredFiles } from '../models/describe-model';
import { modelFolder } from '../models/folder-text';
import { modelSummary } from '../models/model-files';
import type { DataContext } from '../project/context';
import { addFetched, checkBeforeWeights } from './add-fetched';
import { downloadFile } from './download-file';
import { dropDownload, noteOf, storedAlready, withDownload } from './download-notes';
import type { HubFetch } from './fetch';
import { cachePath, type HubCache, throughCache } from './hub-cache';
import type { Wait } from './retry';

interface Download {
  readonly model: HubModel;
  readonly fetch: HubFetch;
  readonly wait: Wait;
  /** Keeps the files for later browsers. */
  readonly cache?: HubCache | undefined;
}

/** Deletes files that are not listed: the revision may have moved to another commit since the download began. */
async function deleteOthers({ files }: DataContext, id: string, model: HubModel): Promise<void> {
  const wanted = new Set(model.files.map(({ path }) => `${modelFolder(id)}/${path}`));
  for (const { path } of await files.list(modelFolder(id))) if (!wanted.has(path)) await files.delete(path);
}

async function fetchFiles(context: DataContext, id: string, { model, fetch, wait, cache }: Download, { emit, signal }: Job) {
  const { files, hub, name, commit } = model;
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const report = progressOf(emit, 'download', total, context.now);
  const stored: StoredFiles = { bytes: {}, sha256: {} };
  const weights = files.filter(({ path }) => path.endsWith('.safetensors')).map(({ path }) => path);
  let before = 0;
  await deleteOthers(context, id, model);
  for (const file of files) {
    // Small files come first, so that a model they rule out fails before gigabytes are downloaded.
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

/**
 * Downloads what is missing, verifies it and adds it. A download that cannot be used is deleted. After any other failure
 * (such as an adapter whose base model is not stored), or when stopped, it is kept, and the next call continues it.
 * @throws AppError as downloadFile, describeModel and addAdapter; `in-use` while another tab downloads the same model
 */
export async function downloadModel(context: DataContext, download: Download, job: Job): Promise<AddedModel> {
  const { model } = download;
  const stored = await storedAlready(context, model);
  if (stored) return { model: modelSummary(stored), adapter: null };
  const { id } = await noteOf(context, model);
  return withDownload(context, id, async () => {
    try {
      const fetched = await fetchFiles(context, id, download, job);
      return await addFetched(context, id, model, fetched, job);
    } catch (error) {
      if (['bad-input', 'unsupported'].includes(toFailure(error).code)) await dropDownload(context, id);
      throw error;
    }
  });
}
