export type { ExampleLengths, Finding, Severity } from './check';
export { type CheckReport, checkRecords } from './check-records';
export { CHECK_CODES, checks } from './registry';
