// The page's side of the workers: one data worker, one train worker, joined by a channel of their own.

import { AppError } from '../core/failure';
import dataWorkerUrl from './data.worker?worker&url';
import type { DataCalls, TrainCalls } from './protocol';
import { connect, type Remote } from './rpc';
import { startWorker } from './start';
import trainWorkerUrl from './train.worker?worker&url';

export interface Workers {
  readonly data: Remote<DataCalls>;
  readonly train: Remote<TrainCalls>;
}

function open<C extends DataCalls | TrainCalls>(worker: Worker): Remote<C> {
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

let workers: Promise<Workers> | null = null;

/** Both workers, started on first use. @param base address of the page, `document.baseURI`. */
export function startWorkers(base: string): Promise<Workers> {
  workers ??= (async () => {
    const dataWorker = startWorker(dataWorkerUrl, base, 'data');
    const data = open<DataCalls>(dataWorker);
    const train = open<TrainCalls>(startWorker(trainWorkerUrl, base, 'train'));
    const { port1, port2 } = new MessageChannel();
    // A blob's worker knows no address of the page: both are told.
    dataWorker.postMessage({ connect: port1, base }, [port1]);
    await train.call('connect', { port: port2, base }, { transfer: [port2] });
    return { data, train };
  })().catch((error: unknown) => {
    workers = null;
    throw error instanceof AppError ? error : new AppError({ code: 'bug', message: String(error) });
  });
  return workers;
}
