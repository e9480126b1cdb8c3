// Looks at the clock while a session trains, also while it waits for the GPU: a device that did not survive the sleep of
// its computer may never answer, and nothing else would find out.

import type { Notice } from '../../../core/notice';
import type { DeviceInfo } from '../../../core/training';
import type { TrainContext } from '../context';
import { createStandstillDetector, type Standstill, standstillNotice, type WakeResult } from './standstill';

/** Milliseconds between two looks where no event comes sooner. */
const LOOK_EVERY = 10_000;
/** A device gets at least so long to answer after waking, in milliseconds: drivers take seconds to come back. */
const SHORTEST_PATIENCE = 30_000;
/** And so many times the longest wait for an event: its answer stands in line behind the steps that are under way. */
const PATIENCE_TIMES = 3;

export interface SleepDetector {
  /** To be called at each event, before it counts for anything. */
  look(): void;
  /** Seconds so far that the monotonic clock counted while nothing was computed. */
  lostSeconds(): number;
  /** A last look, and no more. */
  end(): void;
}

/** @param onStandstill called at once; what it was is told when the device has answered, or is given up. */
export function createSleepDetector(
  context: TrainContext,
  { backend }: DeviceInfo,
  onStandstill: () => void,
  tell: (notice: Notice) => void,
): SleepDetector {
  const watch = createStandstillDetector();
  let lost = 0;
  let longestWait = 0;
  let lastEvent = context.now();

  async function awaken(standstill: Standstill): Promise<void> {
    let found: WakeResult = 'stood_still';
    if (backend === 'webgpu') {
      const alive = await context.deviceAnswers(Math.max(SHORTEST_PATIENCE, PATIENCE_TIMES * longestWait));
      found = alive ? 'stood_still_gpu_kept' : 'stood_still_gpu_lost';
    }
    tell(standstillNotice(standstill, found));
  }

  function lookAtClock(): void {
    const standstill = watch(context.wallClock(), context.now());
    if (!standstill) return;
    lost += standstill.counted;
    lastEvent = context.now();
    onStandstill();
    void awaken(standstill);
  }

  const stop = context.every(LOOK_EVERY, lookAtClock);
  return {
    look() {
      lookAtClock();
      longestWait = Math.max(longestWait, context.now() - lastEvent);
      lastEvent = context.now();
    },
    lostSeconds: () => lost / 1000,
    end() {
      lookAtClock();
      stop();
    },
  };
}
