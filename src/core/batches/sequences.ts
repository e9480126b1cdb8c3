// What a batch is made of: sequences, each a row or several packed ones.

import type { TrainSettings } from '../recipe';
import { epochOrder } from './epoch-order';
import { packExamples } from './pack';

export type SequenceSettings = Pick<TrainSettings, 'max_length' | 'packing' | 'shuffle_dataset' | 'train_sampling_strategy' | 'seed'>;

/** Seeds the one shuffle of the dataset: no epoch has this number. */
const BEFORE_ALL_EPOCHS = -1;

/**
 * The sequences of a run in the dataset's order: a pure function of its arguments.
 * @param lengths tokens of each row, at most max_length
 * @returns the rows of each sequence, by their indexes
 */
export function trainingSequences(lengths: readonly number[], settings: SequenceSettings): number[][] {
  // Each epoch's random order makes a shuffle before it superfluous, but for which rows are packed together.
  const matters = settings.packing || settings.train_sampling_strategy === 'sequential';
  const order = epochOrder(lengths.length, BEFORE_ALL_EPOCHS, settings.seed, settings.shuffle_dataset && matters);
  if (!settings.packing) return Array.from(order, (row) => [row]);
  const packed = packExamples(
    Array.from(order, (row) => lengths[row] ?? 0),
    settings.max_length,
  );
  return packed.map((sequence) => sequence.map((position) => order[position] ?? 0));
}
