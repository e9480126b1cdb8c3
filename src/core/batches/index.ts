export { type Batch, makeBatch, type StepBatches, type StepSettings, stepBatches } from './batch';
export { epochOrder } from './epoch-order';
export { type PlanSettings, planTraining, rowsToTrain, trainedTokens } from './plan';
