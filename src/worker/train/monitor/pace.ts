// How fast a session goes, standstills taken out: a laptop that slept makes neither the time left hours too long nor the
// steps look as if they spilled.

import type { Notice } from '../../../core/notice';
import type { DeviceInfo, Run, StepReport } from '../../../core/training';
import type { TrainEvent } from '../../protocol';
import type { TrainContext } from '../context';
import { createSleepDetector } from './sleep-detector';
import { detectSlowdown, stepsSlowedDown } from './slowdown';
import { speedometer } from './speed';

export interface Pace {
  /** To be called at each event, before it counts for anything. */
  look(): void;
  /** A step as it counts, its seconds without standstills, with the speed and the time left. */
  stepped(report: StepReport): TrainEvent & { readonly kind: 'step' };
  end(): void;
}

export function paceOf(context: TrainContext, { plan }: Run, device: DeviceInfo, tell: (notice: Notice) => void): Pace {
  let speed = speedometer(plan.steps);
  let spills = detectSlowdown();
  let seconds = 0;
  const beginAnew = () => {
    speed = speedometer(plan.steps);
    spills = detectSlowdown();
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
