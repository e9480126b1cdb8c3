// What a training run will do, known before it starts. Steps are counted as transformers' Trainer counts them.

import { truncateExample } from '../mask';
import type { TrainSettings } from '../recipe';
import { sum } from '../statistics';
import type { TokenizedExample } from '../tokenizer';
import type { TrainingPlan } from '../training';
import { warmupStepsOf } from '../training/schedule';
import { inputsOf, paddedLength, tokensOf } from './batch';
import { compactSizeOf } from './compact';
import { epochBatches, type SequenceSettings, type StepSettings, trainingSequences } from './order';

export type PlanSettings = SequenceSettings & StepSettings & Pick<TrainSettings, 'num_train_epochs' | 'max_steps' | 'warmup_steps'>;

/** Trained tokens among the first `length`. The first token of a row has nothing before it and is never predicted. */
export function trainedTokens(row: TokenizedExample, length: number = row.inputIds.length): number {
  let trained = 0;
  for (let index = 1; index < Math.min(length, row.weights.length); index++) if ((row.weights[index] ?? 0) !== 0) trained++;
  return trained;
}

/** A plan, and what the page says beside it. */
export interface PlannedTraining extends TrainingPlan {
  /** Share of the rows' inputs that are not computed, as rows of a batch begin alike, 0 … 1. */
  readonly sharedShare: number;
}

/**
 * Plan over uncut or cut rows; rows that train nothing within `max_length` are left out and listed.
 * @param compact whether rows of a batch may share what they begin with
 */
export function planTraining(all: readonly TokenizedExample[], settings: PlanSettings, compact = true): PlannedTraining {
  const rows = trainableExamples(all, settings.max_length);
  const sequences = trainingSequences(rows.map(tokensOf), settings);
  const steps = stepsOf(sequences.length, settings);
  const { computed, held, inputs } = epochInputs(
    sequences.map((sequence) => sequence.flatMap((row) => rows[row] ?? [])),
    settings,
    compact,
  );
  return {
    examples: rows.length,
    sequences: sequences.length,
    paddingShare: computed === 0 ? 0 : 1 - held / computed,
    sharedShare: inputs === 0 ? 0 : 1 - held / inputs,
    tokensPerEpoch: sum(rows.map(tokensOf)),
    trainedTokensPerEpoch: sum(rows.map((row) => trainedTokens(row))),
    stepsPerEpoch: steps.perEpoch,
    steps: steps.all,
    warmupSteps: warmupStepsOf(steps.all, settings),
    truncated: all.filter((row) => row.inputIds.length > settings.max_length).length,
    dropped: all.filter((row) => trainedTokens(row, settings.max_length) === 0).map((row) => row.id),
  };
}

/** The rows a run trains on, in dataset order: those with a trained token within `maxLength`, cut there. */
export function trainableExamples(rows: readonly TokenizedExample[], maxLength: number): TokenizedExample[] {
  return rows.filter((row) => trainedTokens(row, maxLength) > 0).map((row) => truncateExample(row, maxLength));
}

interface EpochInputs {
  /** Inputs that are computed, padding among them; those that hold a token; those of all rows. */
  readonly computed: number;
  readonly held: number;
  readonly inputs: number;
}

/** Of the batches of the first epoch; the other epochs' differ little. */
function epochInputs(sequences: readonly (readonly TokenizedExample[])[], settings: PlanSettings, compact: boolean): EpochInputs {
  const inputs = sequences.map((rows) => sum(rows.map(inputsOf)));
  const tokens = sequences.map((rows) => sum(rows.map(tokensOf)));
  const all = { computed: 0, held: 0, inputs: 0 };
  for (const group of epochBatches(tokens, 0, settings)) {
    const ofGroup = group.map((sequence) => inputs[sequence] ?? 0);
    const total = sum(ofGroup);
    const size = compact && !settings.packing ? compactSizeOf(group.flatMap((sequence) => sequences[sequence] ?? [])) : null;
    all.computed += size?.count ?? group.length * paddedLength(ofGroup);
    all.held += size?.tokens ?? total;
    all.inputs += total;
  }
  return all;
}

function stepsOf(sequences: number, settings: PlanSettings): { perEpoch: number; all: number } {
  const batches = Math.ceil(sequences / settings.per_device_train_batch_size);
  const perEpoch = Math.ceil(batches / settings.gradient_accumulation_steps);
  if (sequences === 0) return { perEpoch: 0, all: 0 };
  return { perEpoch, all: settings.max_steps > 0 ? settings.max_steps : Math.ceil(settings.num_train_epochs * perEpoch) };
}
