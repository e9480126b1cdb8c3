// Detects that the computer slept or that the browser froze the tab: a clock that is read every few seconds suddenly jumps.
// The clock is also read while a session waits for the GPU. A device that did not survive the sleep may never answer, and
// nothing else would notice.

import type { Notice } from '../../../core/notice';
import type { DeviceInfo } from '../../../core/training';
import type { TrainContext } from '../context';

/** Longest time between two readings of the clock, in milliseconds. Events read it more often. */
const CHECK_EVERY = 10_000;
/** Shortest time that a device gets to answer after waking, in milliseconds: drivers take seconds to come back. */
const SHORTEST_PATIENCE = 30_000;
/** The device also gets this many times the longest wait for an event, since its answer queues behind the steps under way. */
const PATIENCE_FACTOR = 3;

export interface SleepDetector {
  /** Reads the clock. Call it at each event, before the event counts for anything. */
  check(): void;
  /** Returns the seconds so far that the monotonic clock counted while the computer slept. */
  lostSeconds(): number;
  /** Reads the clock once more, and stops. */
  end(): void;
}

/**
 * @param onSleep called as soon as a sleep is detected
 * @param notify called once the device has answered after the sleep, or was given up
 */
export function createSleepDetector(
  context: TrainContext,
  { backend }: DeviceInfo,
  onSleep: () => void,
  notify: (notice: Notice) => void,
): SleepDetector {
  const detectJump = createJumpDetector();
  let lost = 0;
  let longestWait = 0;
  let lastEvent = context.now();

  async function wake(jump: ClockJump): Promise<void> {
    let result: WakeResult = 'stood_still';
    if (backend === 'webgpu') {
      const alive = await context.deviceAnswers(Math.max(SHORTEST_PATIENCE, PATIENCE_FACTOR * longestWait));
      result = alive ? 'stood_still_gpu_kept' : 'stood_still_gpu_lost';
    }
    notify(sleepNotice(jump, result));
  }

  function checkClock(): void {
    const jump = detectJump(context.wallClock(), context.now());
    if (!jump) return;
    lost += jump.counted;
    lastEvent = context.now();
    onSleep();
    void wake(jump);
  }

  const stop = context.every(CHECK_EVERY, checkClock);
  return {
    check() {
      checkClock();
      longestWait = Math.max(longestWait, context.now() - lastEvent);
      lastEvent = context.now();
    },
    lostSeconds: () => lost / 1000,
    end() {
      checkClock();
      stop();
    },
  };
}

/** Shorter gaps are compiling kernels, or timers that the browser throttles to one a minute. Milliseconds. */
const SHORTEST_JUMP = 120_000;
/** A gap must be this many times the longest one so far: one step of a large model may block the thread for minutes. */
const JUMP_FACTOR = 10;

export interface ClockJump {
  /** Milliseconds by the wall clock. */
  readonly length: number;
  /** Part of it that the monotonic clock counted, in milliseconds: on some systems that clock runs during sleep. */
  readonly counted: number;
}

/** @returns a function to call regularly with the time of both clocks, in milliseconds; it returns a jump, or null */
export function createJumpDetector(): (wall: number, monotonic: number) => ClockJump | null {
  let last: { readonly wall: number; readonly monotonic: number } | null = null;
  let longest = 0;
  return (wall, monotonic) => {
    const length = last ? wall - last.wall : 0;
    const counted = last ? monotonic - last.monotonic : 0;
    last = { wall, monotonic };
    if (longest > 0 && length >= SHORTEST_JUMP && length >= JUMP_FACTOR * longest) return { length, counted };
    longest = Math.max(longest, length);
    return null;
  };
}

/** What was found after waking: the CPU trains, the GPU answers, or the GPU does not answer. */
export type WakeResult = 'stood_still' | 'stood_still_gpu_kept' | 'stood_still_gpu_lost';

const OUTCOMES: Readonly<Record<WakeResult, readonly [message: string, remedy: string]>> = {
  stood_still: ['Training continued where it was.', 'Nothing is lost.'],
  stood_still_gpu_kept: ['The GPU still works, and training continued where it was.', 'Nothing is lost.'],
  stood_still_gpu_lost: ['The GPU did not answer afterwards.', 'Training resumes automatically from the last checkpoint, on a new device.'],
};

export function sleepNotice({ length }: ClockJump, code: WakeResult): Notice {
  const minutes = Math.round(length / 60_000);
  const [outcome, remedy] = OUTCOMES[code];
  return {
    code,
    message: `Training was interrupted for about ${minutes} min: the computer slept, or the browser froze the tab. ${outcome}`,
    remedy: `${remedy} To finish sooner, keep the tab visible and the computer awake and plugged in.`,
    values: { minutes },
  };
}
