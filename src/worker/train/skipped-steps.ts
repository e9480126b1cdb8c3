// Notices about steps that were skipped because their loss or gradient was not finite.

import type { Failure } from '../../core/failure';
import type { Notice } from '../../core/notice';
import type { SkippedStep } from '../../core/training';

/** Record ids that a message names. The list of skipped steps has all of them. */
const NAMED_RECORDS = 8;

function named(recordIds: readonly string[]): string {
  return recordIds.slice(0, NAMED_RECORDS).join(', ') + (recordIds.length > NAMED_RECORDS ? ', …' : '');
}

/** Code of {@link stepSkipped}. A run's notices do not repeat it, since the run has a list of its skipped steps. */
export const STEP_SKIPPED = 'step_skipped';

/** Reports one skipped step. */
export function stepSkipped({ step, what, recordIds }: SkippedStep): Notice {
  const values = { step, rows: named(recordIds) };
  return {
    code: STEP_SKIPPED,
    message: `Step ${step} was skipped, because its ${what} was not a finite number. Its records were ${values.rows}. The parameters did not change.`,
    remedy: 'Training continues. If it keeps happening, check these records or lower learning_rate.',
    values,
  };
}

/** Explains why a run paused by itself: it skipped too many steps in a row. */
export function notFinite(skipped: readonly SkippedStep[]): Failure {
  const { step = 0, recordIds = [] } = skipped.at(-1) ?? {};
  const values = { count: skipped.length, step, rows: named(recordIds) };
  return {
    code: 'bad-input',
    reason: 'not_finite',
    message: `The loss or its gradient was not a finite number ${values.count} steps in a row, last at step ${step} with the records ${values.rows}. These steps changed nothing.`,
    remedy: 'Check these records. If they are right, start a new run with a lower learning_rate or more warmup_steps.',
    values,
  };
}
