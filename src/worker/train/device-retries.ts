// A device that is lost may come back: a driver that restarts takes seconds, one that crashes at every step never does.

/** Devices in a row that may be lost without a checkpoint further on. */
const TRIES = 5;
/** Wait before the first new device; each later one waits twice as long. */
const FIRST_WAIT_MILLISECONDS = 500;

/** @returns a function that answers, for the step of the newest checkpoint, how many milliseconds to wait; null = give up. */
export function deviceRetries(): (step: number) => number | null {
  let reached = -1;
  let tries = 0;
  return (step) => {
    tries = step > reached ? 0 : tries + 1;
    reached = Math.max(reached, step);
    return tries < TRIES ? FIRST_WAIT_MILLISECONDS * 2 ** tries : null;
  };
}
