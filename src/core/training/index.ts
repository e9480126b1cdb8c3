export {
  type CheckpointMetadata,
  canonicalJson,
  type RunIdentity,
  readMetadata,
  requireSameRun,
  writeMetadata,
} from './checkpoint-metadata';
export { chunkPositions } from './loss-chunk';
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
export { isDue, learningRateAt, warmupStepsOf } from './schedule';
export { bestStep, betterPoint, selectedCheckpoint, stopsEarly } from './stopping';
export { GROUP_ROW, type UpdateGroup, updateGroups } from './update-groups';
