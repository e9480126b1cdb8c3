export { learningRateAt, type ScheduleSettings, warmupStepsOf } from './schedule';
export { GROUP_ROW, type UpdateGroup, updateGroups } from './update-groups';
export { hasWeightDecay } from './weight-decay';
