// All calls the train worker answers. One thing at a time uses the device: training refuses everything
// else with a sentence, answers wait for each other.

import { AppError } from '../../core/failure';
import type { DeviceInfo, Run } from '../../core/training';
import { probeConnection } from '../csp-probe';
import type { TrainCalls, TrainEvent } from '../protocol';
import type { Handlers } from '../rpc';
import { createAnswers } from './answers';
import type { TrainContext } from './context';
import { explainDeviceErrors } from './device-errors';
import { createHiddenTabMonitor, type HiddenTabMonitor } from './monitor/hidden-tab';
import { STEP_SKIPPED } from './skipped-steps';
import { trainRun } from './train-run';
import { checkExport, checkMerge } from './weights-checks';

interface Training {
  readonly runId: string;
  readonly controller: AbortController;
  endState: 'paused' | 'stopped';
  saveAsked: boolean;
  device: DeviceInfo | null;
  readonly page: HiddenTabMonitor;
}

/** The step at which the training stands after an event; null where it does not tell. */
function stepOf(event: TrainEvent): number | null {
  switch (event.kind) {
    case 'step':
      return event.report.step;
    case 'skipped':
      return event.skip.step;
    case 'checkpoint':
      return event.step;
    default:
      return null;
  }
}

function isTraining(): AppError {
  return new AppError({
    code: 'in-use',
    reason: 'training_runs',
    message: 'A run is being trained; the device can do one thing at a time.',
    remedy: 'Pause the training, then try again.',
  });
}

export function trainHandlers(context: TrainContext): Handlers<TrainCalls> {
  const answers = createAnswers(context);
  let training: Training | null = null;
  let queue: Promise<unknown> = Promise.resolve();

  /** Waits for what uses the device now. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = queue.then(work, work);
    queue = result.catch(() => undefined);
    return result;
  }

  async function startTraining(runId: string, emit: (event: TrainEvent) => void, signal: AbortSignal): Promise<Run> {
    if (training) throw isTraining();
    const notes: Promise<unknown>[] = [];
    const watch = (event: TrainEvent) => {
      if (event.kind === 'device') session.device = event.device;
      if (event.kind === 'notice' && event.notice.code !== STEP_SKIPPED) {
        const notice = { ...event.notice, at: context.wallClock() };
        // The training counts, not that the data worker could not be told of this.
        notes.push(context.data.call('noteRun', { runId, notice }).catch(() => undefined));
      }
      const step = stepOf(event);
      if (step !== null) page.reached(step);
      emit(event);
    };
    const page = createHiddenTabMonitor(context.wallClock, (notice) => watch({ kind: 'notice', notice }));
    const session: Training = { runId, controller: new AbortController(), endState: 'paused', saveAsked: false, device: null, page };
    training = session;
    signal.addEventListener('abort', () => session.controller.abort(), { once: true });
    try {
      return await inTurn(() => {
        answers.release();
        return trainRun(context, runId, watch, {
          signal: session.controller.signal,
          endState: () => session.endState,
          takeSaveRequest: () => {
            const asked = session.saveAsked;
            session.saveAsked = false;
            return asked;
          },
        });
      });
    } finally {
      training = null;
      page.end();
      await Promise.all(notes);
    }
  }

  return {
    device: async ({ choice }) => {
      // Choosing another device now would pull the running one away from under the training.
      if (training) {
        if (training.device) return training.device;
        throw isTraining();
      }
      return inTurn(() => {
        answers.releaseLost();
        return context.openDevice(choice);
      });
    },
    train: ({ runId }, emit, signal) => startTraining(runId, emit, signal),
    pause: async ({ state }) => {
      if (training) {
        training.endState = state;
        training.controller.abort();
      }
      return null;
    },
    pageHidden: async ({ hidden }) => {
      if (training) {
        training.saveAsked ||= hidden;
        training.page.set(hidden);
      }
      return null;
    },
    evaluate: async ({ runId }, emit, signal) => {
      if (training) throw isTraining();
      return inTurn(() => answers.evaluate(runId, emit, signal));
    },
    ask: async (request, emit, signal) => {
      if (training) throw isTraining();
      return inTurn(() => answers.ask(request, emit, signal));
    },
    checkExport: async ({ runId, dtype }) => {
      if (training) throw isTraining();
      return inTurn(() => {
        answers.release();
        return explainDeviceErrors('check', () => checkExport(context, runId, dtype));
      });
    },
    checkMerge: async ({ adapterId, device }) => {
      if (training) throw isTraining();
      return inTurn(() => {
        answers.release();
        return explainDeviceErrors('check', () => checkMerge(context, adapterId, device));
      });
    },
    probe: ({ url }) => probeConnection(url),
  };
}
