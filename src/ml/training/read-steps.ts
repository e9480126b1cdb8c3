// What steps tell of themselves stays on the device until it is read, many steps at once.

import type { SkippedStep, StepReport } from '../../core/training';
import { readBack } from '../device';
import { tf } from '../tensorflow';

export interface PendingStep {
  readonly report: Omit<StepReport, 'loss' | 'gradientNorm' | 'seconds'>;
  /** Ids of the rows of all its batches. */
  readonly rows: readonly string[];
  /** [2], loss and gradient norm. */
  readonly values: tf.Tensor;
}

export type StepOutcome =
  | { readonly kind: 'step'; readonly report: StepReport }
  /** Its loss or gradient was not finite, and the optimizer changed nothing (adamw.ts). */
  | { readonly kind: 'skipped'; readonly skip: SkippedStep };

/**
 * Reads all pending steps at once and empties the list.
 * @param started performance.now() when the session began
 * @throws AppError `device-lost`
 */
export async function readSteps(pending: PendingStep[], started: number): Promise<StepOutcome[]> {
  if (pending.length === 0) return [];
  const steps = pending.splice(0);
  const stacked = tf.tidy(() => tf.concat(steps.map(({ values }) => values)));
  for (const { values } of steps) values.dispose();
  const numbers = await readBack(stacked.data<'float32'>());
  stacked.dispose();
  const seconds = (performance.now() - started) / 1000;
  return steps.map((step, index) => {
    const [loss = Number.NaN, gradientNorm = Number.NaN] = numbers.subarray(2 * index, 2 * index + 2);
    return outcomeOf(step, loss, gradientNorm, seconds);
  });
}

function outcomeOf({ report, rows }: PendingStep, loss: number, gradientNorm: number, seconds: number): StepOutcome {
  if (Number.isFinite(loss) && Number.isFinite(gradientNorm)) return { kind: 'step', report: { ...report, loss, gradientNorm, seconds } };
  return {
    kind: 'skipped',
    skip: { step: report.step, epoch: report.epoch, what: Number.isFinite(loss) ? 'gradient' : 'loss', recordIds: rows },
  };
}
