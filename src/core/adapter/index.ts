export {
  ADAPTER_CONFIG,
  ADAPTER_WEIGHTS,
  type AdapterConfig,
  basesNamed,
  holdsAdapter,
  noAdapterWeights,
  parseAdapterConfig,
  writeAdapterConfig,
} from './adapter-folder';
export { adaptedWeights, adapterNames, adapterScale, adapterShapes, dropoutFactors, initialAdapter } from './adapter-tensors';
export { continuedRecipe } from './continued-recipe';
export { mergedTensors, mergedWeight } from './merge';
