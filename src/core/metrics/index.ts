export { CASE_KINDS, casesOf, chooseSamples, type EvalCase } from './cases';
export { type CaseResult, scoreCase, VERDICTS } from './score';
export { METRICS, type Metric, type Metrics, type Share, share, summarise, type ToolCallScores } from './summarise';
