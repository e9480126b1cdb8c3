// What the train worker's handlers work with in tests: real clocks, but nothing waits and no clock is looked at by itself.

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
