import { badArguments, brokenSchema, duplicateKeys, duplicateTools, noTools, schema, undeclaredTool } from './call-checks';
import type { Check } from './check';
import { missingResults, results, rolesInOrder, turnMarkers } from './conversation-checks';
import { duplicates, leak } from './project-checks';
import { renders, tooLong, trains } from './training-checks';

/** All checks, those that stop training first. */
export const checks: readonly Check[] = [
  rolesInOrder,
  results,
  turnMarkers,
  undeclaredTool,
  badArguments,
  brokenSchema,
  schema,
  renders,
  trains,
  tooLong,
  missingResults,
  duplicateKeys,
  duplicateTools,
  noTools,
  leak,
  duplicates,
];

/** Every code a finding may carry: each has its sentence in both languages. */
export const CHECK_CODES: readonly string[] = checks.flatMap(({ codes }) => codes);
