// All calls that the data worker answers, from the page and from the train worker.

import type { DataCalls } from '../protocol';
import type { Handlers } from '../rpc';
import type { RunCalls } from '../run-protocol';
import { browserHandlers, type StorageEstimates } from './browser-handlers';
import { exportHandlers } from './exports/export-handlers';
import { hubHandlers } from './hub/handlers';
import { adapterCallHandlers, adapterHandlers, modelHandlers } from './models/model-handlers';
import type { DataContext } from './project/context';
import { projectHandlers } from './project/project-handlers';
import { generatorHandlers } from './records/generator-handlers';
import { recordHandlers } from './records/record-handlers';
import { answerHandlers } from './runs/answer-handlers';
import { runCopyHandlers } from './runs/run-copies';
import { runHandlers } from './runs/run-handlers';
import { trainingHandlers } from './runs/training-handlers';

export function dataHandlers(context: DataContext, storage: StorageEstimates): Handlers<DataCalls> {
  return {
    ...projectHandlers(context),
    ...recordHandlers(context),
    ...generatorHandlers(context),
    ...runHandlers(context),
    ...runCopyHandlers(context),
    ...modelHandlers(context),
    ...adapterHandlers(context),
    ...hubHandlers(context),
    ...exportHandlers(context),
    ...browserHandlers(context, storage),
  };
}

export function runCallHandlers(context: DataContext): Handlers<RunCalls> {
  return { ...trainingHandlers(context), ...answerHandlers(context), ...adapterCallHandlers(context) };
}
