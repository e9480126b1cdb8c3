// All calls that the train worker answers. One thing at a time uses the device: while a run is trained, other calls fail
// with a reason; otherwise they wait for each other.

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
  readonly controller: AbortController;
  endState: 'paused' | 'stopped';
  saveRequested: boolean;
  device: DeviceInfo | null;
  readonly hiddenTab: HiddenTabMonitor;
}

/** Returns the step that the training has reached with an event, or null when the event does not say. */
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
    message: 'A run is being trained, and the device can do only one thing at a time.',
    remedy: 'Pause the training, then try again.',
  });
}

export function trainHandlers(context: TrainContext): Handlers<TrainCalls> {
  const answers = createAnswers(context);
  let current: Training | null = null;
  let queue: Promise<unknown> = Promise.resolve();

  /** Runs `work` once nothing else uses the device. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = queue.then(work, work);
    queue = result.catch(() => undefined);
    return result;
  }

  /** Runs `work` in turn. @throws AppError `in-use` during a training */
  async function unlessTraining<T>(work: () => Promise<T>): Promise<T> {
    if (current) throw isTraining();
    return inTurn(work);
  }

  async function startTraining(runId: string, emit: (event: TrainEvent) => void, signal: AbortSignal): Promise<Run> {
    if (current) throw isTraining();
    const notes: Promise<unknown>[] = [];
    const forward = (event: TrainEvent) => {
      if (event.kind === 'device') training.device = event.device;
      if (event.kind === 'notice' && event.notice.code !== STEP_SKIPPED) {
        const notice = { ...event.notice, at: context.wallClock() };
        // Training continues even when the data worker cannot store a notice.
        notes.push(context.data.call('noteRun', { runId, notice }).catch(() => undefined));
      }
      const step = stepOf(event);
      if (step !== null) hiddenTab.reached(step);
      emit(event);
    };
    const hiddenTab = createHiddenTabMonitor(context.wallClock, (notice) => forward({ kind: 'notice', notice }));
    const training: Training = { controller: new AbortController(), endState: 'paused', saveRequested: false, device: null, hiddenTab };
    current = training;
    signal.addEventListener('abort', () => training.controller.abort(), { once: true });
    try {
      return await inTurn(() => {
        answers.release();
        return trainRun(context, runId, forward, {
          signal: training.controller.signal,
          endState: () => training.endState,
          takeSaveRequest: () => {
            const requested = training.saveRequested;
            training.saveRequested = false;
            return requested;
          },
        });
      });
    } finally {
      current = null;
      hiddenTab.end();
      await Promise.all(notes);
    }
  }

  return {
    device: async ({ choice }) => {
      // Opening another device now would take the current one away from the training.
      if (current?.device) return current.device;
      return unlessTraining(() => {
        answers.releaseLost();
        return context.openDevice(choice);
      });
    },
    train: ({ runId }, emit, signal) => startTraining(runId, emit, signal),
    pause: async ({ state }) => {
      if (current) {
        current.endState = state;
        current.controller.abort();
      }
      return null;
    },
    pageHidden: async ({ hidden }) => {
      if (current) {
        current.saveRequested ||= hidden;
        current.hiddenTab.set(hidden);
      }
      return null;
    },
    evaluate: ({ runId }, emit, signal) => unlessTraining(() => answers.evaluate(runId, emit, signal)),
    ask: (request, emit, signal) => unlessTraining(() => answers.ask(request, emit, signal)),
    checkExport: ({ runId, dtype }) =>
      unlessTraining(() => {
        answers.release();
        return explainDeviceErrors('check', () => checkExport(context, runId, dtype));
      }),
    checkMerge: ({ adapterId, device }) =>
      unlessTraining(() => {
        answers.release();
        return explainDeviceErrors('check', () => checkMerge(context, adapterId, device));
      }),
    probe: ({ url }) => probeConnection(url),
  };
}
