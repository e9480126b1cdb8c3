// The calls about hubs. Each comes with a port to the network frame, which the page opened after the person confirmed.

import type { DataCalls } from '../../protocol';
import type { Handlers } from '../../rpc';
import { modelFolder } from '../models/folder-text';
import type { DataContext } from '../project/context';
import { downloadModel } from './download-model';
import { discardDownload } from './download-notes';
import { portFetch } from './fetch';
import { servedCache } from './hub-cache';
import { findModel } from './look-up';

type HubCalls = Pick<DataCalls, 'lookUpModel' | 'downloadModel' | 'listDownloads' | 'discardDownload'>;

const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

async function withPort<R>(port: MessagePort, work: (fetch: ReturnType<typeof portFetch>) => Promise<R>): Promise<R> {
  try {
    return await work(portFetch(port));
  } finally {
    port.close();
  }
}

export function hubHandlers(context: DataContext): Handlers<HubCalls> {
  return {
    lookUpModel: ({ port, ...wanted }, _emit, signal) => withPort(port, (fetch) => findModel(fetch, wanted, wait, signal)),
    downloadModel: ({ port, model, cache: address }, emit, signal) => {
      const cache = address === undefined ? undefined : servedCache(address);
      return withPort(port, (fetch) => downloadModel(context, { model, fetch, wait, cache }, { emit, signal }));
    },
    listDownloads: async () => {
      const notes = await context.database.getAll('downloads');
      return Promise.all(
        notes.map(async ({ id, model }) => {
          const stored = await context.files.list(modelFolder(id));
          return { id, model, bytes: stored.reduce((sum, file) => sum + file.bytes, 0) };
        }),
      );
    },
    discardDownload: async ({ id }) => {
      await discardDownload(context, id);
      return null;
    },
  };
}
