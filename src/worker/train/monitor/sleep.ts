// Notices that a laptop slept or that the browser froze the tab: a clock that is read every few seconds suddenly jumps.
// The clock is also read while a session waits for the GPU: a device that did not survive the sleep of its computer may
// never answer, and nothing else would find out.

import type { Notice } from '../../../core/notice';
import type { DeviceInfo } from '../../../core/training';
import type { TrainContext } from '../context';

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

/** Shorter gaps are compiled kernels, and timers that a browser throttles to one a minute; in milliseconds. */
const SHORTEST = 120_000;
/** A gap counts from so many times the longest gap so far on: one step of a large model may hold the thread for minutes. */
const TIMES = 10;

export interface Standstill {
  /** Milliseconds by the clock on the wall. */
  readonly length: number;
  /** What of it the monotonic clock counted, in milliseconds: on some systems it goes on while the computer sleeps. */
  readonly counted: number;
}

/** @returns a function that takes the time by both clocks, in milliseconds, again and again; it answers with a standstill, else null. */
export function createStandstillDetector(): (wall: number, monotonic: number) => Standstill | null {
  let last: { readonly wall: number; readonly monotonic: number } | null = null;
  let longest = 0;
  return (wall, monotonic) => {
    const length = last ? wall - last.wall : 0;
    const counted = last ? monotonic - last.monotonic : 0;
    last = { wall, monotonic };
    if (longest > 0 && length >= SHORTEST && length >= TIMES * longest) return { length, counted };
    longest = Math.max(longest, length);
    return null;
  };
}

/** What was found on waking: a device that cannot be lost, one that is still there, or one that is gone. */
export type WakeResult = 'stood_still' | 'stood_still_gpu_kept' | 'stood_still_gpu_lost';

const ENDS: Readonly<Record<WakeResult, readonly [message: string, remedy: string]>> = {
  stood_still: ['Training went on where it was.', 'Nothing is lost.'],
  stood_still_gpu_kept: ['The GPU is still there, and training went on where it was.', 'Nothing is lost.'],
  stood_still_gpu_lost: [
    'The GPU did not answer afterwards and is given up.',
    'Training goes on by itself at the last checkpoint, on a new device.',
  ],
};

export function standstillNotice({ length }: Standstill, code: WakeResult): Notice {
  const minutes = Math.round(length / 60_000);
  const [end, remedy] = ENDS[code];
  return {
    code,
    message: `Training stood still for about ${minutes} min: the computer slept, or the browser froze the tab. ${end}`,
    remedy: `${remedy} Keep the tab visible and the computer awake, and plugged in, to be done sooner.`,
    values: { minutes },
  };
}
