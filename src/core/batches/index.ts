export { type AttentionBlocks, type Batch, makeBatch, makePackedBatch } from './batch';
export { makeCompactBatch } from './compact';
export { epochBatches, epochOrder, groupByLength, type StepSettings, stepBatches, trainingSequences } from './order';
export { packExamples } from './pack';
export { type PlannedTraining, planTraining, trainableExamples, trainedTokens } from './plan';
export { makePromptBatch, type PromptBatch } from './prompts';
