export type { Sample } from './generate-sample';
export { projectFiles, sampleFiles } from './sample-files';
export { projectDataset, sampleRecipe } from './sample-recipe';
export { type SampleName, sampleNames, sampleOf } from './samples';
