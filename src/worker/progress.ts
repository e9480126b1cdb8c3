// Progress of long work: the share that is done, and the seconds left at the speed so far.

import { AppError } from '../core/failure';
import type { Progress } from '../core/notice';

export type Emit = (progress: Progress) => void;

/** What the caller of long work passes down: where progress is reported, and how the work is stopped. */
export interface Job {
  readonly emit: Emit;
  readonly signal: AbortSignal;
}

/** Shortest time between two reports, in milliseconds. */
const REPORT_EVERY = 100;

/** @returns a function to call with the amount done; it reports at most ten times a second, and always the end */
export function progressOf(emit: Emit, phase: string, total: number, now: () => number): (done: number) => void {
  const started = now();
  let reported = Number.NEGATIVE_INFINITY;
  return (done) => {
    const time = now();
    if (done < total && time - reported < REPORT_EVERY) return;
    reported = time;
    const seconds = (time - started) / 1000;
    const secondsLeft = done > 0 && seconds > 0.5 ? (seconds * (total - done)) / done : null;
    emit({ phase, done, total, secondsLeft });
  };
}

/** @throws AppError `aborted` when the work was stopped */
export function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new AppError({ code: 'aborted', message: 'Stopped.' });
}

export type ByteCounter = (parts: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array, void, undefined>;

/**
 * Counts the bytes of several streams, one after another.
 * @returns a function that yields the parts of a stream unchanged and reports the bytes of all streams so far; it throws
 *   `aborted` when the work is stopped
 */
export function byteCounter(report: (done: number) => void, signal?: AbortSignal): ByteCounter {
  let done = 0;
  return async function* (parts) {
    for await (const part of parts) {
      if (signal) throwIfAborted(signal);
      yield part;
      done += part.byteLength;
      report(done);
    }
  };
}

/** Lets other calls and aborts run. Uses a message channel, because timers are clamped to 4 ms, and to more in hidden tabs. */
export function yieldToEventLoop(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
