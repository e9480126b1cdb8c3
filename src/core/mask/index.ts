export { type TokenViewData, tokenView } from './token-view';
export { tokenizeExample, tokenWeights, truncateExample } from './token-weights';
