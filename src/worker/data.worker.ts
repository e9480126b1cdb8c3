// The data worker: owns the records. Answers the page and, through a port of its own, the train worker. Calls that arrive
// before the database is open wait for it.

import { explainFailure } from '../storage/storage-failure';
import { dataHandlers, runCallHandlers } from './data/handlers';
import { browserContext } from './data/project/browser-context';
import { sweepFiles } from './data/sweep-files';
import { pageChannel, receiveConnection } from './page-channel';
import type { DataCalls } from './protocol';
import { serve } from './rpc';
import type { RunCalls } from './run-protocol';

const connection = receiveConnection();
const context = connection.then(({ base }) => browserContext(base));
// Ignore errors here: the first call that needs storage reports them.
context.then(sweepFiles).catch(() => undefined);

serve<DataCalls>(
  pageChannel,
  context.then((ready) => dataHandlers(ready, navigator.storage)),
  explainFailure,
);
connection.then(({ connect: port }) => {
  serve<RunCalls>(port, context.then(runCallHandlers), explainFailure);
  port.start();
});
