// A run in this tab: sessions one after another, a new one on a new device where the device was lost.

import { AppError, type Failure } from '../../core/failure';
import type { Notice } from '../../core/notice';
import type { Run } from '../../core/training';
import { explainDeviceLoss, explainMemory } from '../../ml';
import { explainFailure } from '../../storage/storage-failure';
import type { TrainContext } from './context';
import { type EmitTrainEvent, type EndState, type SessionControl, trainSession } from './session';

function deviceRebuilt(step: number): Notice {
  return {
    code: 'device_rebuilt',
    message: `The GPU was reset or taken away. Training goes on by itself on a new device, from step ${step + 1}.`,
    remedy: 'Nothing to do: the steps since the last checkpoint are trained again, with the losses they had.',
    values: { step: step + 1 },
  };
}

/** Trains a run until it is done, paused or stopped. @throws AppError; the run is then `failed`, its checkpoints stay. */
export async function trainRun(context: TrainContext, runId: string, emit: EmitTrainEvent, control: SessionControl): Promise<Run> {
  const setState = (...[state, cause]: EndState) => context.data.call('setRunState', { runId, state, ...(cause ? { cause } : {}) });
  const retry = createDeviceRetries();
  for (;;) {
    const opened = await context.data.call('openRun', { runId }, { onEvent: (progress) => emit({ kind: 'progress', progress }) });
    if (opened.run.state === 'done') return opened.run;
    await setState('running');
    try {
      return await setState(...(await trainSession(context, opened, emit, control)));
    } catch (error) {
      const failure: Failure = explainFailure(explainMemory(await explainDeviceLoss(error)));
      const step = await newestStep(context, runId);
      const wait = failure.code === 'device-lost' && !control.signal.aborted ? retry(step) : null;
      if (wait === null) {
        // The reason of the failure counts, not that the data worker could not be told of it.
        await setState('failed', failure).catch(() => undefined);
        throw new AppError(failure, { cause: error });
      }
      emit({ kind: 'notice', notice: deviceRebuilt(step) });
      await context.sleep(wait);
    }
  }
}

/** Of the newest checkpoint; 0 where there is none, or the data worker cannot be asked. */
async function newestStep(context: TrainContext, runId: string): Promise<number> {
  const opened = await context.data.call('openModel', { runId }).catch(() => null);
  return opened?.checkpoints[0]?.step ?? 0;
}

/** Devices in a row that may be lost without a checkpoint further on. */
const TRIES = 5;
/** Wait before the first new device; each later one waits twice as long. */
const FIRST_WAIT_MILLISECONDS = 500;

/** @returns a function that answers, for the step of the newest checkpoint, how many milliseconds to wait; null = give up. */
export function createDeviceRetries(): (step: number) => number | null {
  let reached = -1;
  let tries = 0;
  return (step) => {
    tries = step > reached ? 0 : tries + 1;
    reached = Math.max(reached, step);
    return tries < TRIES ? FIRST_WAIT_MILLISECONDS * 2 ** tries : null;
  };
}
