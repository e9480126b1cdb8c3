// How fast training goes, measured over a recent window: the first step compiles, checkpoints and evaluations stall,
// and on a GPU steps are read back in bursts.

/** Seconds that the window spans at least, once there are that many. */
const WINDOW_SECONDS = 10;

export interface Speed {
  readonly tokensPerSecond: number;
  /** null while unknown. */
  readonly secondsLeft: number | null;
}

interface Arrival {
  readonly at: number;
  readonly tokens: number;
  readonly step: number;
}

/**
 * @param steps of the whole run.
 * @returns a function that takes each step as it arrives. `seconds` is a monotonic clock.
 */
export function speedometer(steps: number): (step: number, tokens: number, seconds: number) => Speed {
  let arrivals: Arrival[] = [];
  return (step, tokens, seconds) => {
    arrivals.push({ at: seconds, tokens, step });
    // The oldest arrival only marks the beginning: keep one that is older than the window.
    const firstInside = arrivals.findIndex((arrival) => arrival.at > seconds - WINDOW_SECONDS);
    arrivals = arrivals.slice(Math.max(0, firstInside - 1));
    const begin = arrivals[0]?.at ?? seconds;
    const counted = arrivals.filter((arrival) => arrival.at > begin);
    const elapsed = seconds - begin;
    if (counted.length === 0 || elapsed <= 0) return { tokensPerSecond: 0, secondsLeft: null };
    const sum = counted.reduce((total, arrival) => total + arrival.tokens, 0);
    return { tokensPerSecond: sum / elapsed, secondsLeft: ((steps - step) * elapsed) / counted.length };
  };
}
