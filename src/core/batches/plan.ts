// What a training run will do, known before it starts. Steps are counted as transformers' Trainer counts them.

import { sum } from '../arithmetic';
import { truncateExample } from '../mask';
import type { TrainSettings } from '../recipe';
import type { TokenizedExample } from '../tokenizer';
import type { TrainingPlan } from '../training';
import { warmupStepsOf } from '../training/schedule';
import { inputsOf, paddedLength, tokensOf } from './batch';
import { compactSizeOf } from './compact';
import { epochBatches, type SequenceSettings, type StepSettings, trainingSequences } from './order';

type PlanSettings = SequenceSettings & StepSettings & Pick<TrainSettings, 'num_train_epochs' | 'max_steps' | 'warmup_steps'>;

/** Trained tokens among the first `length`. The first token of an example has nothing before it and is never predicted. */
export function trainedTokens(example: TokenizedExample, length: number = example.inputIds.length): number {
  let trained = 0;
  for (let index = 1; index < Math.min(length, example.weights.length); index++) if ((example.weights[index] ?? 0) !== 0) trained++;
  return trained;
}

/** A plan, and a figure that the page shows with it. */
export interface PlannedTraining extends TrainingPlan {
  /** Share of all inputs that need not be computed because examples of a batch share a prefix, 0 … 1. */
  readonly sharedShare: number;
}

/**
 * Plans training on examples, truncated or not. Those without a trained token within `max_length` are dropped and listed.
 * @param compact whether examples of a batch may share a prefix
 */
export function planTraining(all: readonly TokenizedExample[], settings: PlanSettings, compact = true): PlannedTraining {
  const examples = trainableExamples(all, settings.max_length);
  const sequences = trainingSequences(examples.map(tokensOf), settings);
  const steps = stepsOf(sequences.length, settings);
  const { computed, used, inputs } = epochInputs(
    sequences.map((sequence) => sequence.flatMap((index) => examples[index] ?? [])),
    settings,
    compact,
  );
  return {
    examples: examples.length,
    sequences: sequences.length,
    paddingShare: computed === 0 ? 0 : 1 - used / computed,
    sharedShare: inputs === 0 ? 0 : 1 - used / inputs,
    tokensPerEpoch: sum(examples.map(tokensOf)),
    trainedTokensPerEpoch: sum(examples.map((example) => trainedTokens(example))),
    stepsPerEpoch: steps.perEpoch,
    steps: steps.total,
    warmupSteps: warmupStepsOf(steps.total, settings),
    truncated: all.filter((example) => tokensOf(example) > settings.max_length).length,
    dropped: all.filter((example) => trainedTokens(example, settings.max_length) === 0).map((example) => example.id),
  };
}

/** The examples that a run trains on, in dataset order: those with a trained token within `maxLength`, truncated to it. */
export function trainableExamples(examples: readonly TokenizedExample[], maxLength: number): TokenizedExample[] {
  return examples.filter((example) => trainedTokens(example, maxLength) > 0).map((example) => truncateExample(example, maxLength));
}

interface EpochInputs {
  /** Inputs that are computed, padding included. */
  readonly computed: number;
  /** Of these, inputs that hold a token. */
  readonly used: number;
  /** Inputs of all examples, shared or not. */
  readonly inputs: number;
}

/** Counts the inputs of the first epoch's batches; other epochs differ little. */
function epochInputs(sequences: readonly (readonly TokenizedExample[])[], settings: PlanSettings, compact: boolean): EpochInputs {
  const inputs = sequences.map((examples) => sum(examples.map(inputsOf)));
  const tokens = sequences.map((examples) => sum(examples.map(tokensOf)));
  const all = { computed: 0, used: 0, inputs: 0 };
  for (const group of epochBatches(tokens, 0, settings)) {
    const lengths = group.map((sequence) => inputs[sequence] ?? 0);
    const size = compact && !settings.packing ? compactSizeOf(group.flatMap((sequence) => sequences[sequence] ?? [])) : null;
    all.computed += size?.inputs ?? group.length * paddedLength(lengths);
    all.used += size?.tokens ?? sum(lengths);
    all.inputs += sum(lengths);
  }
  return all;
}

function stepsOf(sequences: number, settings: PlanSettings): { perEpoch: number; total: number } {
  const batches = Math.ceil(sequences / settings.per_device_train_batch_size);
  const perEpoch = Math.ceil(batches / settings.gradient_accumulation_steps);
  if (sequences === 0) return { perEpoch: 0, total: 0 };
  return { perEpoch, total: settings.max_steps > 0 ? settings.max_steps : Math.ceil(settings.num_train_epochs * perEpoch) };
}
