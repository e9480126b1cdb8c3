// A step that is not finite is skipped; several in a row mean that no later one will be better.

import type { SkippedStep } from '../../core/training';
import type { StepOutcome } from './read-steps';

/** After so many skipped steps in a row a run pauses. */
export const SKIPS_IN_A_ROW = 3;

/** @returns a function that takes each step's outcome in order; it answers with the skipped steps once there are too many. */
export function skipWatch(): (outcome: StepOutcome) => readonly SkippedStep[] | null {
  let inARow: SkippedStep[] = [];
  return (outcome) => {
    inARow = outcome.kind === 'skipped' ? [...inARow, outcome.skip] : [];
    return inARow.length >= SKIPS_IN_A_ROW ? inARow : null;
  };
}
