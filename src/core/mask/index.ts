export { lensView } from './token-view';
export { cutRow, tokenizeRow, tokenWeights } from './token-weights';
