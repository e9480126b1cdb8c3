export { buildRow, type Example } from './build-row';
export { callLabel, requestOf } from './labels';
