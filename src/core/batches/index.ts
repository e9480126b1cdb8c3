export { type AttentionBlocks, type Batch, makeBatch, makePackedBatch } from './batch';
export { makeCompactBatch } from './compact';
export { stepBatches, trainingSequences } from './order';
export { type PlannedTraining, planTraining, trainableExamples, trainedTokens } from './plan';
export { makePromptBatch, type PromptBatch } from './prompts';
