export { generateSample, type Sample } from './generate-sample';
export { sampleRecipe } from './sample-recipe';
