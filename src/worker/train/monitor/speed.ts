// The speed of a session, without the time it slept, and the time left.

import type { Notice } from '../../../core/notice';
import type { DeviceInfo, Run, StepReport } from '../../../core/training';
import type { TrainEvent } from '../../protocol';
import type { TrainContext } from '../context';
import { createSleepDetector } from './sleep';
import { createSlowdownDetector, stepsSlowedDown } from './slowdown';

export interface Pace {
  /** To be called at each event, before it counts for anything. */
  look(): void;
  /** A step as it counts, its seconds without standstills, with the speed and the time left. */
  stepped(report: StepReport): TrainEvent & { readonly kind: 'step' };
  end(): void;
}

export function createPace(context: TrainContext, { plan }: Run, device: DeviceInfo, tell: (notice: Notice) => void): Pace {
  let speed = createSpeedometer(plan.steps);
  let spills = createSlowdownDetector();
  let seconds = 0;
  const beginAnew = () => {
    speed = createSpeedometer(plan.steps);
    spills = createSlowdownDetector();
  };
  const sleep = createSleepDetector(context, device, beginAnew, tell);
  return {
    look: sleep.look,
    stepped(measured) {
      // Steps that were read back before a standstill may be told after it.
      seconds = Math.max(seconds, measured.seconds - sleep.lostSeconds());
      const report = { ...measured, seconds };
      const times = spills(seconds);
      if (times !== null) tell(stepsSlowedDown(report.step, times));
      return { kind: 'step', report, ...speed(report.step, report.tokens, context.now() / 1000) };
    },
    end: sleep.end,
  };
}

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
export function createSpeedometer(steps: number): (step: number, tokens: number, seconds: number) => Speed {
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
