export { casesOf, type EvalCase } from './cases';
export { chooseSamples } from './choose-samples';
export { firstDifference } from './difference';
export type { CaseKind, CaseResult, Metrics, Share, ToolCallScores, Verdict } from './results';
export { scoreCase } from './score';
export { share, summarise } from './summarise';
