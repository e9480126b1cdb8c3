// The data worker: owns the records. Answers the page, and through a port of its own the train worker. The first message
// brings that port and the page's address; calls that come before the database is open wait for it.

import { explainFailure } from '../storage/storage-failure';
import { dataHandlers, runCallHandlers } from './data/handlers';
import { browserContext } from './data/project/browser-context';
import { sweepFiles } from './data/sweep-files';
import { pageChannel } from './page-channel';
import type { DataCalls } from './protocol';
import { serve } from './rpc';
import type { RunCalls } from './run-protocol';

interface Connection {
  readonly connect: MessagePort;
  readonly base: string;
}

function isConnection(data: unknown): data is Connection {
  if (typeof data !== 'object' || data === null || !('connect' in data) || !('base' in data)) return false;
  return data.connect instanceof MessagePort && typeof data.base === 'string';
}

const connection = new Promise<Connection>((resolve) => {
  addEventListener('message', (event) => {
    const data: unknown = event.data;
    if (isConnection(data)) resolve(data);
  });
});
const context = connection.then(({ base }) => browserContext(base));
// What keeps it from that will be said by the first call that needs the storage.
context.then(sweepFiles).catch(() => undefined);

serve<DataCalls>(
  pageChannel,
  context.then((ready) => dataHandlers(ready, navigator.storage)),
  explainFailure,
);
connection.then(({ connect }) => {
  serve<RunCalls>(connect, context.then(runCallHandlers), explainFailure);
  connect.start();
});
