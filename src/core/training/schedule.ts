// What happens at which step of a run: learning rates and warm-up as transformers 5.23 computes them (`get_scheduler` of
// optimization.py, `TrainingArguments.get_warmup_steps`), and what is due at an interval.

import type { TrainSettings } from '../recipe';

type ScheduleSettings = Pick<TrainSettings, 'learning_rate' | 'lr_scheduler_type' | 'warmup_steps'>;

/** Steps of the warm-up. `warmup_steps` from 1 is a count, truncated to an integer; below 1 it is a share of all steps, rounded up. */
export function warmupStepsOf(totalSteps: number, settings: Pick<TrainSettings, 'warmup_steps'>): number {
  const { warmup_steps } = settings;
  return warmup_steps >= 1 ? Math.trunc(warmup_steps) : Math.ceil(totalSteps * warmup_steps);
}

/**
 * The learning rate of an optimizer step.
 * @param step 0-based. The first step of a warm-up has rate 0, as in transformers.
 */
export function learningRateAt(step: number, totalSteps: number, settings: ScheduleSettings): number {
  return settings.learning_rate * factorAt(step, totalSteps, settings);
}

function factorAt(step: number, totalSteps: number, settings: ScheduleSettings): number {
  const schedule = settings.lr_scheduler_type;
  // `constant` ignores warmup_steps.
  if (schedule === 'constant') return 1;
  const warmup = warmupStepsOf(totalSteps, settings);
  if (step < warmup) return step / Math.max(1, warmup);
  if (schedule === 'constant_with_warmup') return 1;
  const remaining = Math.max(1, totalSteps - warmup);
  if (schedule === 'linear') return Math.max(0, (totalSteps - step) / remaining);
  return Math.max(0, 0.5 * (1 + Math.cos(Math.PI * ((step - warmup) / remaining))));
}

/**
 * Whether something with an interval, such as saving or evaluating, is due after a step.
 * @param step 1-based
 * @param interval from 1 a number of steps; below 1 a share of all steps, rounded up as in transformers; 0 = never
 */
export function isDue(step: number, interval: number, totalSteps: number): boolean {
  const every = interval < 1 ? Math.ceil(totalSteps * interval) : interval;
  return every > 0 && step % every === 0;
}
