// A tab of the studio for tests in Node: the handlers of both workers, joined by real ports, over a database and files in
// memory that tabs opened later share.

import 'fake-indexeddb/auto';
import { openDevice } from '../../ml';
import { wasmPath } from '../../ml/testing/wasm-path';
import type { FileStore } from '../../storage/files';
import { memoryFiles } from '../../storage/memory-files';
import { runCallHandlers } from '../data/handlers';
import type { DataContext } from '../data/project/context';
import type { DataCalls, TrainCalls } from '../protocol';
import { connect, type Remote, serve } from '../rpc';
import type { RunCalls } from '../run-protocol';
import type { TrainContext } from '../train/context';
import { dataCalls, type TestCalls, trainCalls } from './calls';
import { testContext } from './data-context';
import { readAsset } from './page-assets';
import { testTrainContext } from './train-context';

/** Path → content of every stored file. */
export const contents = new Map<string, Uint8Array<ArrayBuffer>>();

export interface Tab {
  readonly context: DataContext;
  readonly data: TestCalls<DataCalls>;
  readonly train: TestCalls<TrainCalls>;
}

interface TabChanges extends Partial<Pick<TrainContext, 'openDevice' | 'wallClock'>> {
  readonly data?: (data: Remote<RunCalls>) => Remote<RunCalls>;
  readonly files?: (files: FileStore) => FileStore;
}

/** Opens a tab. It trains on the wasm backend, unless `openDevice` is changed. */
export async function openTab({ data: changeData, files: changeFiles, ...changes }: TabChanges = {}): Promise<Tab> {
  const stored = memoryFiles(contents);
  const files = changeFiles?.(stored) ?? stored;
  const context = await testContext({ databaseName: 'tab', readAsset, files });
  context.newId = () => crypto.randomUUID();
  const { port1, port2 } = new MessageChannel();
  serve<RunCalls>(port1, runCallHandlers(context));
  port1.start();
  const remote = connect<RunCalls>(port2);
  port2.start();
  const openWasm = () => openDevice('wasm', { wasmPath });
  const train = testTrainContext({ data: changeData?.(remote) ?? remote, files, openDevice: openWasm, ...changes });
  return {
    context,
    data: dataCalls(context),
    train: trainCalls(train),
  };
}
