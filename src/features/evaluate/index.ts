export { Asking } from './Asking';
export { BigNumbers } from './BigNumbers';
export { type ComparedCase, comparedCases, isFailure } from './cases';
export { EvaluateScreen } from './EvaluateScreen';
export { useEvaluation } from './use-evaluation';
export { verdictText } from './verdicts';
