export { initialWeights } from './initial-weights';
export { type ModelConfig, parseModelConfig } from './model-config';
export type { NamedTensor, TensorRows } from './named-tensor';
export { layerPrefix, parameterCount, parameterShapes, sizeOf } from './parameter-shapes';
export { type RotarySettings, rotaryFrequencies } from './rotary-frequencies';
export { EMBEDDING, headName, nameInFiles, rowShards, vocabularyShardRows } from './row-shards';
export {
  encodeTensor,
  planSafetensors,
  readSafetensors,
  readTensor,
  roundedTo,
  writeSafetensors,
} from './safetensors';
export {
  ELEMENT_BYTES,
  type ElementType,
  entryRows,
  headerBytes,
  readSafetensorsHeader,
  type SafetensorsHeader,
  type TensorEntry,
} from './safetensors-header';
export { planShards, type Shard, shardIndex, withDtype } from './save-pretrained';
export { requireSmallFile } from './small-files';
export { parseWeightIndex, SINGLE_WEIGHTS, WEIGHT_INDEX, type WeightMap, weightFiles } from './weight-index';
