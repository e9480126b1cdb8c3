export { type AdapterConfig, parseAdapterConfig, writeAdapterConfig } from './adapter-config';
export { ADAPTER_CONFIG, ADAPTER_WEIGHTS, holdsAdapter, noAdapterWeights } from './adapter-folder';
export { type AdapterPair, adaptedWeights, adapterNames, adapterScale, adapterShapes } from './adapter-shapes';
export { basesNamed } from './bases';
export { type AdapterShape, continuedRecipe } from './continued';
export { dropoutFactors } from './dropout';
export { initialAdapter } from './initial-adapter';
export { mergedTensors, mergedWeight } from './merge';
