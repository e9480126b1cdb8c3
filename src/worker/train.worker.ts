// The train worker: owns the GPU. It never touches records: a port to the data worker brings it rows and takes its logs.

import type { DeviceChoice } from '../core/recipe';
import { deviceAnswers, explainMemory, openDevice } from '../ml';
import { openFileSystem } from '../storage/files';
import { explainFailure } from '../storage/storage-failure';
import { pageChannel } from './page-channel';
import type { TrainCalls } from './protocol';
import { connect, type Handlers, serve } from './rpc';
import type { RunCalls } from './run-protocol';
import { trainHandlers } from './train/handlers';

type Work = Handlers<Omit<TrainCalls, 'connect'>>;

/** Resolves once `connect` has come; other calls wait for it. */
let setWork: (work: Work) => void = () => {};
const work = new Promise<Work>((resolve) => {
  setWork = resolve;
});

async function connectTo(port: MessagePort, base: string): Promise<null> {
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
  setWork(trainHandlers({ data, files, openDevice: open, deviceAnswers, ...clocks }));
  return null;
}

serve<TrainCalls>(
  pageChannel,
  {
    connect: ({ port, base }) => connectTo(port, base),
    device: async (...call) => (await work).device(...call),
    train: async (...call) => (await work).train(...call),
    pause: async (...call) => (await work).pause(...call),
    pageHidden: async (...call) => (await work).pageHidden(...call),
    evaluate: async (...call) => (await work).evaluate(...call),
    ask: async (...call) => (await work).ask(...call),
    checkExport: async (...call) => (await work).checkExport(...call),
    checkMerge: async (...call) => (await work).checkMerge(...call),
    probe: async (...call) => (await work).probe(...call),
  },
  (error) => explainFailure(explainMemory(error)),
);
