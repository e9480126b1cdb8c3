export type { Sample } from './generate-sample';
export { sampleFiles } from './sample-files';
export { sampleRecipe } from './sample-recipe';
export { type SampleName, sampleNames, sampleOf } from './samples';
