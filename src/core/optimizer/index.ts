export { learningRateAt, type ScheduleSettings, warmupStepsOf } from './schedule';
export { hasWeightDecay } from './weight-decay';
