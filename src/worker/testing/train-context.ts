// A train worker's context for tests: clocks are real, but nothing waits, and no clock is checked on a timer.

import { deviceAnswers } from '../../ml';
import type { TrainContext } from '../train/context';

export function testTrainContext(given: Pick<TrainContext, 'data' | 'files' | 'openDevice'> & Partial<TrainContext>): TrainContext {
  return {
    deviceAnswers,
    every: () => () => undefined,
    sleep: async () => undefined,
    wallClock: () => Date.now(),
    now: () => performance.now(),
    ...given,
  };
}
