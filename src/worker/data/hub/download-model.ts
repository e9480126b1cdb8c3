// A whole model of a hub, or an adapter alone. It goes on after a closed tab: download-notes.ts.

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
  /** Keeps the files for another browser. */
  readonly cache?: HubCache | undefined;
}

/** What is not of the listing is of an earlier version: a revision may have moved since the download began. */
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

/**
 * Fetches what is missing, proves it and lists it. What cannot be used is deleted with the reason; after any other
 * failure (an adapter whose base is not here is one), or a stop, what was fetched stays and the next call goes on from there.
 * @throws AppError as downloadFile, describeModel and addAdapter; `in-use` while another tab fetches the same
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
