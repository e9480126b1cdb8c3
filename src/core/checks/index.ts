export type { Check, RowLengths } from './check';
export { type CheckInput, checkRecords } from './check-records';
export { CHECK_CODES, checks } from './registry';
