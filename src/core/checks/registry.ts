// All checks. The errors come first.

import { badArguments, brokenSchema, duplicateKeys, duplicateTools, noTools, schema, undeclaredTool } from './call-checks';
import type { Check } from './check';
import { missingResults, results, rolesInOrder, turnMarkers } from './conversation-checks';
import { duplicates, leak } from './project-checks';
import { renders, tooLong, trains } from './training-checks';

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

/** Every code a finding may have. */
export const CHECK_CODES: readonly string[] = checks.flatMap(({ codes }) => codes);
