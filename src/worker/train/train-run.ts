// Trains a run in this tab: one session after another, each new one on a new device after the device was lost.

import { AppError, type Failure } from '../../core/failure';
import type { Notice } from '../../core/notice';
import type { Run } from '../../core/training';
import { explainDeviceLoss, explainMemory } from '../../ml';
import { explainFailure } from '../../storage/storage-failure';
import type { TrainContext } from './context';
import { type EmitTrainEvent, type EndState, type SessionControl, trainSession } from './session';

/** @param step of the checkpoint at which training resumes */
function deviceRebuilt(step: number): Notice {
  return {
    code: 'device_rebuilt',
    message: `The GPU was reset or taken away. Training resumes automatically on a new device, at step ${step + 1}.`,
    remedy: 'Nothing to do: the steps since the last checkpoint are trained again, with the same losses.',
    values: { step: step + 1 },
  };
}

/** Trains a run until it is done, paused or stopped. @throws AppError; the run is then `failed` and keeps its checkpoints */
export async function trainRun(context: TrainContext, runId: string, emit: EmitTrainEvent, control: SessionControl): Promise<Run> {
  const setState = (...[state, cause]: EndState) => context.data.call('setRunState', { runId, state, ...(cause ? { cause } : {}) });
  const waitBeforeRetry = createDeviceRetries();
  for (;;) {
    const opened = await context.data.call('openRun', { runId }, { onEvent: (progress) => emit({ kind: 'progress', progress }) });
    if (opened.run.state === 'done') return opened.run;
    await setState('running');
    try {
      return await setState(...(await trainSession(context, opened, emit, control)));
    } catch (error) {
      const failure: Failure = explainFailure(explainMemory(await explainDeviceLoss(error)));
      const step = await newestCheckpoint(context, runId);
      const wait = failure.code === 'device-lost' && !control.signal.aborted ? waitBeforeRetry(step) : null;
      if (wait === null) {
        // Report this failure even when the data worker cannot store it.
        await setState('failed', failure).catch(() => undefined);
        throw new AppError(failure, { cause: error });
      }
      emit({ kind: 'notice', notice: deviceRebuilt(step) });
      await context.sleep(wait);
    }
  }
}

/** Returns the step of the newest checkpoint; 0 when there is none or the data worker does not answer. */
async function newestCheckpoint(context: TrainContext, runId: string): Promise<number> {
  const opened = await context.data.call('openModel', { runId }).catch(() => null);
  return opened?.checkpoints[0]?.step ?? 0;
}

/** Devices that may be lost in a row without a new checkpoint in between. */
const TRIES = 5;
/** Wait before the first new device, in milliseconds. Each further wait is twice as long. */
const FIRST_WAIT = 500;

/**
 * Decides whether to try a new device: a driver that restarts takes seconds, one that crashes at every step never works.
 * @returns a function from the step of the newest checkpoint to the milliseconds to wait; null = give up
 */
export function createDeviceRetries(): (step: number) => number | null {
  let reached = -1;
  let tries = 0;
  return (step) => {
    tries = step > reached ? 0 : tries + 1;
    reached = Math.max(reached, step);
    return tries < TRIES ? FIRST_WAIT * 2 ** tries : null;
  };
}
