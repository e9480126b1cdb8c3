// The page's side of the workers: one data worker and one train worker, joined by a channel of their own.

import dataWorkerUrl from './data.worker?worker&url';
import type { Connection, DataCalls, TrainCalls } from './protocol';
import { connect, type Remote } from './rpc';
import { startWorker } from './start';
import trainWorkerUrl from './train.worker?worker&url';

export interface Workers {
  readonly data: Remote<DataCalls>;
  readonly train: Remote<TrainCalls>;
}

function connectTo<C extends DataCalls | TrainCalls>(worker: Worker): Remote<C> {
  const remote = connect<C>(worker);
  worker.addEventListener('error', (event) => {
    remote.close({
      code: 'bug',
      message: `The ${event.filename || 'worker'} stopped: ${event.message || 'unknown error'}`,
      remedy: 'Reload the page.',
    });
  });
  return remote;
}

function start(base: string): Workers {
  const dataWorker = startWorker(dataWorkerUrl, base, 'data');
  const trainWorker = startWorker(trainWorkerUrl, base, 'train');
  const { port1, port2 } = new MessageChannel();
  dataWorker.postMessage({ connect: port1, base } satisfies Connection, [port1]);
  trainWorker.postMessage({ connect: port2, base } satisfies Connection, [port2]);
  return { data: connectTo<DataCalls>(dataWorker), train: connectTo<TrainCalls>(trainWorker) };
}

let workers: Workers | null = null;

/** Returns both workers, started on first use. @param base address of the page, `document.baseURI` */
export function startWorkers(base: string): Workers {
  workers ??= start(base);
  return workers;
}
