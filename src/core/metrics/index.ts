export { casesOf, type EvalCase } from './cases';
export { chooseSamples } from './choose-samples';
export { firstDifference } from './difference';
export { scoreCase } from './score';
export { share, summarise } from './summarise';
