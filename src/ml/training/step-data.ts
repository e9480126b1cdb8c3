// The rows of each optimizer step, as batches.

import { type Batch, makeCompactBatch, makePackedBatch, stepBatches, trainableExamples, trainingSequences } from '../../core/batches';
import { AppError } from '../../core/failure';
import type { TrainSettings } from '../../core/recipe';
import type { TokenizedExample } from '../../core/tokenizer';

export interface StepData {
  readonly batches: readonly Batch[];
  /** Share of the sequences seen after the step, in epochs. */
  readonly epoch: number;
  /** Ids of the rows. */
  readonly recordIds: readonly string[];
}

export interface StepDataOptions {
  readonly vocabularySize: number;
  /** Whether rows of a batch may share what they begin with. */
  readonly compact: boolean;
}

/**
 * @param all in dataset order, cut at max_length
 * @returns the data of a step (0-based), a pure function of its number
 * @throws AppError `blocked` when nothing can be trained, `bad-input` when a token is outside the vocabulary
 */
export function stepDataOf(
  all: readonly TokenizedExample[],
  settings: TrainSettings,
  { vocabularySize, compact }: StepDataOptions,
): (step: number) => StepData {
  const rows = trainableExamples(all, settings.max_length);
  if (rows.length === 0) throw new AppError({ code: 'blocked', message: 'No row has a trained token.' });
  checkVocabulary(rows, vocabularySize);
  const sequences = trainingSequences(
    rows.map((row) => row.inputIds.length),
    settings,
  ).map((sequence) => sequence.flatMap((row) => rows[row] ?? []));
  const lengths = sequences.map((sequence) => sequence.reduce((total, row) => total + row.inputIds.length, 0));
  return (step) => {
    const { progress, groups } = stepBatches(lengths, step, settings);
    const chosen = groups.map((group) => group.map((index) => sequences[index] ?? []));
    const batchOf = (group: readonly (readonly TokenizedExample[])[]) =>
      compact && !settings.packing ? makeCompactBatch(group.flat()) : makePackedBatch(group);
    return { batches: chosen.map(batchOf), epoch: progress, recordIds: chosen.flat(2).map((row) => row.id) };
  };
}

function checkVocabulary(rows: readonly TokenizedExample[], vocabularySize: number): void {
  for (const row of rows) {
    const id = row.inputIds.find((token) => token < 0 || token >= vocabularySize);
    if (id === undefined) continue;
    throw new AppError({
      code: 'bad-input',
      message: `Token ${id} is outside the model's vocabulary of ${vocabularySize}.`,
      remedy: "Use the model's own tokenizer.",
      place: { record: row.id },
    });
  }
}
