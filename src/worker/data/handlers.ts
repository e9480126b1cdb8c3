// All calls the data worker answers, for the page and for the train worker.

import type { DataCalls } from '../protocol';
import type { Handlers } from '../rpc';
import type { RunCalls } from '../run-protocol';
import { adapterCallHandlers, adapterHandlers } from './adapters';
import { answerHandlers } from './answers';
import type { DataContext } from './context';
import { hubHandlers } from './hub/handlers';
import { projectHandlers } from './projects';
import { recordHandlers } from './records';
import { runCopyHandlers } from './run-copies';
import { runHandlers } from './runs';
import { sessionHandlers } from './sessions';
import { exportHandlers, modelHandlers, type StorageEstimates, storageHandlers } from './storage-handlers';
import { templateHandlers } from './template-rows';

export function dataHandlers(context: DataContext, storage: StorageEstimates): Handlers<DataCalls> {
  return {
    ...projectHandlers(context),
    ...recordHandlers(context),
    ...templateHandlers(context),
    ...runHandlers(context),
    ...runCopyHandlers(context),
    ...modelHandlers(context),
    ...adapterHandlers(context),
    ...hubHandlers(context),
    ...exportHandlers(context),
    ...storageHandlers(context, storage),
  };
}

export function runCallHandlers(context: DataContext): Handlers<RunCalls> {
  return { ...sessionHandlers(context), ...answerHandlers(context), ...adapterCallHandlers(context) };
}
