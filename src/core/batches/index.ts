export { type Batch, makeBatch, makePackedBatch } from './batch';
export { type AttentionBlocks, makeCompactBatch } from './compact';
export { isDue } from './due';
export { epochOrder } from './epoch-order';
export { groupByLength } from './group-by-length';
export { packRows } from './pack';
export { type PlannedTraining, type PlanSettings, planTraining, rowsToTrain, trainedTokens } from './plan';
export { trainingSequences } from './sequences';
export { epochBatches, type StepBatches, type StepSettings, stepBatches } from './step-batches';
