export { bestStep, selectedCheckpoint } from './best-step';
export { canonicalJson } from './canonical';
export { type CheckpointMetadata, type RunIdentity, readMetadata, requireSameRun, writeMetadata } from './checkpoint-metadata';
export { type EarlyStopping, stopsEarly } from './early-stopping';
export type {
  Backend,
  DamagedCheckpoint,
  DeviceInfo,
  EvalPoint,
  Run,
  RunNotice,
  RunState,
  SkippedStep,
  StepReport,
  TrainingPlan,
} from './run';
export { learningRateAt, type ScheduleSettings, warmupStepsOf } from './schedule';
export { GROUP_ROW, type GroupedTensor, type UpdateGroup, updateGroups } from './update-groups';
export { hasWeightDecay } from './weight-decay';
