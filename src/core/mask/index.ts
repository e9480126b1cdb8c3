export { lensView } from './lens';
export { cutRow, tokenizeRow, tokenWeights } from './token-weights';
