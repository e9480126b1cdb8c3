// A laptop that slept or a tab that the browser froze: a clock that is looked at every few seconds suddenly jumps.

import type { Notice } from '../../../core/notice';

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
