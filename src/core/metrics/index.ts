export { casesOf, type EvalCase } from './cases';
export { firstDifference } from './difference';
export { scoreCase } from './score';
export { share, summarise } from './summarise';
