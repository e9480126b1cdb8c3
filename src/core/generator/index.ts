export {
  type GeneratorResult,
  generateFromPlan,
  generateRecords,
  generatorSource,
} from './generate-records';
export { languageOf, type PatternLanguage } from './pattern';
export { type GeneratorPlan, proposePlan, proposeTool, type ToolPatterns, withTools } from './plan';
export { type PatternProblem, patternProblems } from './problems';
export { type RecordPatterns, recordPatterns, type SkipReason, withRecordPatterns } from './record-patterns';
