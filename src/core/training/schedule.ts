// Learning rates as transformers 5.23 computes them: `get_scheduler` (optimization.py) and
// `TrainingArguments.get_warmup_steps`.

import type { TrainSettings } from '../recipe';

export type ScheduleSettings = Pick<TrainSettings, 'learning_rate' | 'lr_scheduler_type' | 'warmup_steps'>;

/** Warm-up in steps: from 1 on a count (fraction dropped), below 1 a share of all steps, rounded up. */
export function warmupStepsOf(totalSteps: number, settings: Pick<TrainSettings, 'warmup_steps'>): number {
  const { warmup_steps } = settings;
  return warmup_steps >= 1 ? Math.trunc(warmup_steps) : Math.ceil(totalSteps * warmup_steps);
}

/**
 * The rate optimizer step `step` uses.
 * @param step 0-based: the first step of a warm-up has rate 0, as in transformers
 */
export function learningRateAt(step: number, totalSteps: number, settings: ScheduleSettings): number {
  return settings.learning_rate * factorAt(step, totalSteps, settings);
}

function factorAt(step: number, totalSteps: number, settings: ScheduleSettings): number {
  const schedule = settings.lr_scheduler_type;
  // `constant` has no warm-up, whatever warmup_steps says.
  if (schedule === 'constant') return 1;
  const warmup = warmupStepsOf(totalSteps, settings);
  if (step < warmup) return step / Math.max(1, warmup);
  if (schedule === 'constant_with_warmup') return 1;
  const rest = Math.max(1, totalSteps - warmup);
  if (schedule === 'linear') return Math.max(0, (totalSteps - step) / rest);
  return Math.max(0, 0.5 * (1 + Math.cos(Math.PI * ((step - warmup) / rest))));
}

/**
 * Whether something that is done every so often falls due after `step` (1-based) of all `steps`.
 * @param interval below 1 a share of all steps, rounded up as transformers rounds it; from 1 a count; 0 = never
 */
export function isDue(step: number, interval: number, steps: number): boolean {
  const every = interval < 1 ? Math.ceil(steps * interval) : interval;
  return every > 0 && step % every === 0;
}
