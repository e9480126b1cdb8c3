// The train worker: owns the GPU. It never touches records: a port to the data worker brings it examples and takes its logs.

import type { DeviceChoice } from '../core/recipe';
import { deviceAnswers, explainMemory, openDevice } from '../ml';
import { openFileSystem } from '../storage/files';
import { explainFailure } from '../storage/storage-failure';
import { pageChannel, receiveConnection } from './page-channel';
import type { Connection, TrainCalls } from './protocol';
import { connect, type Handlers, serve } from './rpc';
import type { RunCalls } from './run-protocol';
import { trainHandlers } from './train/handlers';

async function createHandlers({ connect: port, base }: Connection): Promise<Handlers<TrainCalls>> {
  const data = connect<RunCalls>(port);
  port.start();
  const wasmPath = new URL('wasm/', base).href;
  const files = await openFileSystem();
  const open = (choice: DeviceChoice) => openDevice(choice, { wasmPath });
  const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
  const every = (milliseconds: number, work: () => void) => {
    const timer = setInterval(work, milliseconds);
    return () => clearInterval(timer);
  };
  const clocks = { sleep, every, wallClock: () => Date.now(), now: () => performance.now() };
  return trainHandlers({ data, files, openDevice: open, deviceAnswers, ...clocks });
}

serve<TrainCalls>(pageChannel, receiveConnection().then(createHandlers), (error) => explainFailure(explainMemory(error)));
