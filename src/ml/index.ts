// The trainer's public face: what the training worker may use.
export { allocations, resetPeak } from './allocations';
export { capBuffers } from './buffer-pool';
export { currentGpu, type DeviceAssets, explainDeviceLoss, largestTensorBytes, openDevice, readBack } from './device';
export { deviceAnswers } from './device-probe';
export { type GenerateOptions, generate } from './generation/generate';
export type { AdapterOptions } from './lora/adapter';
export { explainMemory } from './memory-failure';
export { createModel, type ModelOptions, type ModelSource, type TensorStream } from './model/create-model';
export type { LanguageModel } from './model/language-model';
export { type EvaluateOptions, evaluateLoss } from './training/evaluate-loss';
export { replaceTrainables, trainablesOf } from './training/state';
export { train } from './training/train';
export type { CheckpointDue, StateTensor, TrainerEvent, TrainOptions } from './training/train-events';
