// What a training run will do, known before it starts. Steps are counted as transformers' Trainer counts them.

import { warmupStepsOf } from '../optimizer/schedule';
import type { TrainSettings } from '../recipe/recipe';
import type { TokenizedRow } from '../tokenizer';
import type { TrainingPlan } from '../training';

export type PlanSettings = Pick<
  TrainSettings,
  'max_length' | 'num_train_epochs' | 'max_steps' | 'per_device_train_batch_size' | 'gradient_accumulation_steps' | 'warmup_steps'
>;

/** Trained tokens among the first `length`. The first token of a row has nothing before it and is never predicted. */
export function trainedTokens(row: TokenizedRow, length: number = row.inputIds.length): number {
  let trained = 0;
  for (let index = 1; index < Math.min(length, row.weights.length); index++) if ((row.weights[index] ?? 0) !== 0) trained++;
  return trained;
}

/** Plan over uncut or cut rows; rows that train nothing within `max_length` are left out and listed. */
export function planTraining(rows: readonly TokenizedRow[], settings: PlanSettings): TrainingPlan {
  const kept = rowsToTrain(rows, settings.max_length);
  const steps = stepsOf(kept.length, settings);
  const inside = (row: TokenizedRow) => Math.min(row.inputIds.length, settings.max_length);
  return {
    rows: kept.length,
    tokensPerEpoch: kept.reduce((total, row) => total + inside(row), 0),
    trainedTokensPerEpoch: kept.reduce((total, row) => total + trainedTokens(row, inside(row)), 0),
    stepsPerEpoch: steps.perEpoch,
    steps: steps.all,
    warmupSteps: warmupStepsOf(steps.all, settings),
    rowsCut: rows.filter((row) => row.inputIds.length > settings.max_length).length,
    rowsLeftOut: rows.filter((row) => trainedTokens(row, settings.max_length) === 0).map((row) => row.id),
  };
}

/** The rows a run trains on, in dataset order: those with a trained token within `maxLength`. */
export function rowsToTrain(rows: readonly TokenizedRow[], maxLength: number): TokenizedRow[] {
  return rows.filter((row) => trainedTokens(row, maxLength) > 0);
}

function stepsOf(rows: number, settings: PlanSettings): { perEpoch: number; all: number } {
  const batches = Math.ceil(rows / settings.per_device_train_batch_size);
  const perEpoch = Math.ceil(batches / settings.gradient_accumulation_steps);
  if (rows === 0) return { perEpoch: 0, all: 0 };
  return { perEpoch, all: settings.max_steps > 0 ? settings.max_steps : Math.ceil(settings.num_train_epochs * perEpoch) };
}
