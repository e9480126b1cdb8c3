// What the models dialog does: look a model up at a hub, fetch it, go on with it, discard it.

import type { Hub, HubModel } from '../../core/hub';
import type { AddedModel, FoundModel } from '../../worker/protocol';
import { attempt, refreshModels, refreshStorage, runTask, workers } from '../project';
import { throughFrame } from './network-frame';
import { useModelsDialog } from './state';

export async function refreshDownloads(): Promise<void> {
  await attempt(async () => useModelsDialog.setState({ downloads: await (await workers()).data.call('listDownloads', null) }));
}

/** Asks the hub what it has, and the model's configuration what it is; only after its hosts were confirmed. */
export function lookUp(hub: Hub, name: string, revision: string): Promise<FoundModel | undefined> {
  return runTask('lookUp', async ({ signal }) => {
    const { data } = await workers();
    // Another tab may have added an adapter's base, or deleted it.
    await refreshModels();
    return throughFrame(hub, (port) => data.call('lookUpModel', { hub, name, revision, port }, { signal, transfer: [port] }));
  });
}

/** Fetches a model or an adapter, or the rest of it; only after its hosts were confirmed. */
export async function download(model: HubModel): Promise<AddedModel | undefined> {
  const added = await runTask('download', async ({ onProgress, signal }) => {
    const { data } = await workers();
    return throughFrame(model.hub, (port) =>
      data.call('downloadModel', { model, port }, { onEvent: onProgress, signal, transfer: [port] }),
    );
  });
  await Promise.all([refreshModels(), refreshDownloads(), refreshStorage()]);
  return added;
}

export async function discardDownload(id: string): Promise<void> {
  await attempt(async () => (await workers()).data.call('discardDownload', { id }));
  await Promise.all([refreshDownloads(), refreshStorage()]);
}
