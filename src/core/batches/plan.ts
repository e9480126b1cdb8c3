// What a training run will do, known before it starts. Steps are counted as transformers' Trainer counts them.

import { warmupStepsOf } from '../optimizer/schedule';
import type { TrainSettings } from '../recipe/recipe';
import type { TokenizedRow } from '../tokenizer';
import type { TrainingPlan } from '../training';
import { paddedLength } from './batch';
import { type SequenceSettings, trainingSequences } from './sequences';
import { epochBatches, type StepSettings } from './step-batches';

export type PlanSettings = SequenceSettings & StepSettings & Pick<TrainSettings, 'num_train_epochs' | 'max_steps' | 'warmup_steps'>;

/** Trained tokens among the first `length`. The first token of a row has nothing before it and is never predicted. */
export function trainedTokens(row: TokenizedRow, length: number = row.inputIds.length): number {
  let trained = 0;
  for (let index = 1; index < Math.min(length, row.weights.length); index++) if ((row.weights[index] ?? 0) !== 0) trained++;
  return trained;
}

/** Plan over uncut or cut rows; rows that train nothing within `max_length` are left out and listed. */
export function planTraining(rows: readonly TokenizedRow[], settings: PlanSettings): TrainingPlan {
  const kept = rowsToTrain(rows, settings.max_length);
  const inside = (row: TokenizedRow) => Math.min(row.inputIds.length, settings.max_length);
  const lengths = kept.map(inside);
  const sequences = trainingSequences(lengths, settings);
  const steps = stepsOf(sequences.length, settings);
  return {
    rows: kept.length,
    sequences: sequences.length,
    paddingShare: paddingShare(sequences, lengths, settings),
    tokensPerEpoch: lengths.reduce((total, length) => total + length, 0),
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

/** Share of the first epoch's positions that hold no token; the other epochs' differ little. */
function paddingShare(sequences: readonly (readonly number[])[], lengths: readonly number[], settings: PlanSettings): number {
  // A row's last token is no input.
  const inputs = sequences.map((rows) => rows.reduce((total, row) => total + (lengths[row] ?? 1) - 1, 0));
  const tokens = sequences.map((rows) => rows.reduce((total, row) => total + (lengths[row] ?? 0), 0));
  const positions = epochBatches(tokens, 0, settings).reduce(
    (total, group) => total + group.length * paddedLength(group.map((sequence) => inputs[sequence] ?? 0)),
    0,
  );
  return positions === 0 ? 0 : 1 - inputs.reduce((total, length) => total + length, 0) / positions;
}

function stepsOf(sequences: number, settings: PlanSettings): { perEpoch: number; all: number } {
  const batches = Math.ceil(sequences / settings.per_device_train_batch_size);
  const perEpoch = Math.ceil(batches / settings.gradient_accumulation_steps);
  if (sequences === 0) return { perEpoch: 0, all: 0 };
  return { perEpoch, all: settings.max_steps > 0 ? settings.max_steps : Math.ceil(settings.num_train_epochs * perEpoch) };
}
