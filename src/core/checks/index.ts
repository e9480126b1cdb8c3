export type { Check, RowLengths } from './check';
export { type CheckInput, checkRecords } from './check-records';
export type { CheckReport, Finding, Severity } from './findings';
export { CHECK_CODES, checks } from './registry';
