export { completeRecipe, type EarlierRecipe } from './complete-recipe';
export { defaultLoraSettings, defaultRecipe, defaultTrainSettings, targetModules } from './defaults';
export { dropsInputs } from './dropout';
export { type ParsedRecipe, parseRecipe } from './parse-recipe';
export { type Preset, presets, presetWarnings, RECIPE_CODES } from './presets';
export type {
  DatasetSettings,
  DeviceChoice,
  LoraSettings,
  ModelSource,
  Recipe,
  TargetModule,
  TrainSettings,
} from './recipe';
export { splitFor } from './split';
export { writeRecipe } from './write-recipe';
