// A step that is not finite is skipped; several in a row mean that no later one will be better.

import type { SkippedStep } from '../../core/training';
import type { StepOutcome } from './read-steps';

/** After so many skipped steps in a row a run pauses. */
export const SKIPS_IN_A_ROW = 3;

/** The steps that were skipped in a row up to `step`; those for which a run paused already are not counted again. */
function lastInARow(skipped: readonly SkippedStep[], step: number): readonly SkippedStep[] {
  const first = skipped.findLastIndex((skip, index) => skip.step !== step - (skipped.length - 1 - index)) + 1;
  const inARow = skipped.slice(first);
  return inARow.slice(inARow.length - (inARow.length % SKIPS_IN_A_ROW));
}

/**
 * @param skipped steps that were skipped up to `step`, where an earlier session ended
 * @returns a function that takes each step's outcome in order; it answers with the skipped steps once there are too many
 */
export function createSkipCounter(skipped: readonly SkippedStep[], step: number): (outcome: StepOutcome) => readonly SkippedStep[] | null {
  let inARow = lastInARow(skipped, step);
  return (outcome) => {
    inARow = outcome.kind === 'skipped' ? [...inARow, outcome.skip] : [];
    return inARow.length >= SKIPS_IN_A_ROW ? inARow : null;
  };
}
