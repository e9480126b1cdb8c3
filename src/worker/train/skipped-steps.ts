import type { Failure } from '../../core/failure';
import type { Notice } from '../../core/notice';
import type { SkippedStep } from '../../core/training';

/** Row ids that a sentence names; the list of skipped steps has them all. */
const NAMED_ROWS = 8;

function named(rows: readonly string[]): string {
  return rows.slice(0, NAMED_ROWS).join(', ') + (rows.length > NAMED_ROWS ? ', …' : '');
}

/** Code of {@link stepSkipped}: the list of skipped steps has them all, the run's notices have none. */
export const STEP_SKIPPED = 'step_skipped';

/** Tells of one skipped step. */
export function stepSkipped({ step, what, recordIds: rows }: SkippedStep): Notice {
  const values = { step, rows: named(rows) };
  return {
    code: STEP_SKIPPED,
    message: `Step ${step} was skipped: its ${what} was not a number. It had the rows ${values.rows}; the parameters stayed as they were.`,
    remedy: 'Training goes on. If it happens again and again, look at these rows or lower learning_rate.',
    values,
  };
}

/** Why a run paused by itself: too many steps in a row whose loss or gradient was not finite, the last one's rows named. */
export function notFinite(skipped: readonly SkippedStep[]): Failure {
  const { step = 0, recordIds: rows = [] } = skipped.at(-1) ?? {};
  const values = { count: skipped.length, step, rows: named(rows) };
  return {
    code: 'bad-input',
    reason: 'not_finite',
    message: `The loss or its gradient was not a number ${values.count} steps in a row, the last time at step ${step} with the rows ${values.rows}. These steps changed nothing.`,
    remedy: 'Look at these rows. If they are right, start a new run with a lower learning_rate or more warmup_steps.',
    values,
  };
}
