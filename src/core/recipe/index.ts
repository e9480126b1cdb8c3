export { defaultRecipe, defaultTrainSettings } from './defaults';
export { type ParsedRecipe, parseRecipe } from './parse-recipe';
export { type Preset, presets, presetWarnings } from './presets';
export { splitFor } from './split';
export { writeRecipe } from './write-recipe';
