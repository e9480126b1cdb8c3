// How fast a session trains. Time that the computer slept does not count: it would make the time left hours too long, and
// the steps look as if the device's memory spilled.

import type { Notice } from '../../../core/notice';
import type { DeviceInfo, Run, StepReport } from '../../../core/training';
import type { TrainEvent } from '../../protocol';
import type { TrainContext } from '../context';
import { createSleepDetector } from './sleep';
import { createSlowdownDetector, slowdownNotice } from './slowdown';

export interface SpeedMonitor {
  /** Checks for sleep. Call it at each event, before the event counts for anything. */
  check(): void;
  /** Returns the step as it counts, with its seconds without sleep, the speed and the time left. */
  step(measured: StepReport): TrainEvent & { readonly kind: 'step' };
  end(): void;
}

export function createSpeedMonitor(
  context: TrainContext,
  { plan }: Run,
  device: DeviceInfo,
  notify: (notice: Notice) => void,
): SpeedMonitor {
  let speedAt = createSpeedometer(plan.steps);
  let slowdownAt = createSlowdownDetector();
  let seconds = 0;
  const restart = () => {
    speedAt = createSpeedometer(plan.steps);
    slowdownAt = createSlowdownDetector();
  };
  const sleep = createSleepDetector(context, device, restart, notify);
  return {
    check: sleep.check,
    step(measured) {
      // A step that was read back before a sleep may be reported after it, so seconds never decrease.
      seconds = Math.max(seconds, measured.seconds - sleep.lostSeconds());
      const report = { ...measured, seconds };
      const times = slowdownAt(seconds);
      if (times !== null) notify(slowdownNotice(report.step, times));
      return { kind: 'step', report, ...speedAt(report.step, report.tokens, context.now() / 1000) };
    },
    end: sleep.end,
  };
}

/** Shortest span of the window, in seconds, once there has been that much time. */
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
 * Measures the speed over a recent window: the first step compiles kernels, checkpoints and evaluations take time, and a
 * GPU's steps are read back in bursts.
 * @param steps of the whole run
 * @returns a function to call with each step as it arrives; `seconds` is a monotonic clock
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
