// Which sequences each optimizer step sees. A sequence is one example, or several packed ones. Everything here is a pure
// function of its arguments, so that a resumed run sees the same batches as an uninterrupted one.

import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { numberedGenerator } from '../random';
import type { TrainSettings } from '../recipe';
import { packExamples } from './pack';

/** Epoch number that seeds the one shuffle of the dataset; no epoch has it. */
const BEFORE_ALL_EPOCHS = -1;
/** {@link groupByLength} sorts at most this many batches together. */
const MOST_BATCHES = 50;

/**
 * Order of the items in one epoch.
 * @param epoch 0-based
 * @returns a permutation of 0 … count - 1 (Fisher-Yates); the identity unless `shuffle`
 */
export function epochOrder(count: number, epoch: number, seed: number, shuffle: boolean): Int32Array {
  const order = Int32Array.from({ length: count }, (_, index) => index);
  if (!shuffle) return order;
  const generator = numberedGenerator(seed, epoch);
  for (let last = count - 1; last > 0; last--) {
    const other = uniformInt(generator, 0, last);
    const held = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = held;
  }
  return order;
}

export type SequenceSettings = Pick<TrainSettings, 'max_length' | 'packing' | 'shuffle_dataset' | 'train_sampling_strategy' | 'seed'>;

/**
 * The sequences of a run, in dataset order.
 * @param lengths tokens of each example, at most max_length
 * @returns the examples of each sequence, as indexes into `lengths`
 */
export function trainingSequences(lengths: readonly number[], settings: SequenceSettings): number[][] {
  // If every epoch is shuffled, a shuffle before it changes nothing except which examples are packed together.
  const matters = settings.packing || settings.train_sampling_strategy === 'sequential';
  const order = epochOrder(lengths.length, BEFORE_ALL_EPOCHS, settings.seed, settings.shuffle_dataset && matters);
  if (!settings.packing) return Array.from(order, (example) => [example]);
  const packed = packExamples(
    Array.from(order, (example) => lengths[example] ?? 0),
    settings.max_length,
  );
  return packed.map((sequence) => sequence.map((position) => order[position] ?? 0));
}

export type StepSettings = Pick<
  TrainSettings,
  'per_device_train_batch_size' | 'gradient_accumulation_steps' | 'train_sampling_strategy' | 'seed'
>;

interface StepBatches {
  /** 0-based. */
  readonly epoch: number;
  /** Epochs after this step, as the page shows them: a fraction, by the share of sequences seen. */
  readonly progress: number;
  /** The micro-batches whose gradients are accumulated, as indexes of sequences. */
  readonly groups: readonly (readonly number[])[];
}

/**
 * The sequences of one optimizer step.
 * @param lengths tokens of each sequence
 * @param step 0-based
 */
export function stepBatches(lengths: readonly number[], step: number, settings: StepSettings): StepBatches {
  const perStep = settings.per_device_train_batch_size * settings.gradient_accumulation_steps;
  const stepsPerEpoch = Math.max(1, Math.ceil(lengths.length / perStep));
  const epoch = Math.floor(step / stepsPerEpoch);
  const start = (step % stepsPerEpoch) * perStep;
  const order = sequenceOrder(lengths, epoch, settings).subarray(start, start + perStep);
  return {
    epoch,
    progress: epoch + Math.min(1, (start + perStep) / lengths.length),
    groups: inGroups(order, settings.per_device_train_batch_size),
  };
}

/** All micro-batches of an epoch, in order. */
export function epochBatches(lengths: readonly number[], epoch: number, settings: StepSettings): number[][] {
  // Only the last micro-batch of an epoch is short, so cutting the whole epoch gives the micro-batches of its steps.
  return inGroups(sequenceOrder(lengths, epoch, settings), settings.per_device_train_batch_size);
}

function sequenceOrder(lengths: readonly number[], epoch: number, settings: StepSettings): Int32Array {
  const order = epochOrder(lengths.length, epoch, settings.seed, settings.train_sampling_strategy !== 'sequential');
  if (settings.train_sampling_strategy !== 'group_by_length') return order;
  return groupByLength(order, lengths, settings.per_device_train_batch_size * settings.gradient_accumulation_steps);
}

function inGroups(order: Int32Array, size: number): number[][] {
  return Array.from({ length: Math.ceil(order.length / size) }, (_, index) => Array.from(order.subarray(index * size, (index + 1) * size)));
}

/**
 * Groups sequences of similar length, which saves padding and keeps the order random, as LengthGroupedSampler of
 * transformers 5.23 does (`get_length_grouped_indices`, trainer_pt_utils.py): cuts a random order into stretches of
 * several batches and sorts each by length, longest first. The longest sequence of all comes first, so that a batch that
 * does not fit in memory fails at once.
 * @param order a permutation of the sequences
 * @param lengths tokens of each sequence
 * @param batchSize sequences of one optimizer step
 */
export function groupByLength(order: Int32Array, lengths: readonly number[], batchSize: number): Int32Array {
  const stretch = batchSize * Math.max(1, Math.min(Math.floor(order.length / (4 * batchSize)), MOST_BATCHES));
  const lengthOf = (sequence: number) => lengths[sequence] ?? 0;
  const grouped = order.slice();
  const starts: number[] = [];
  for (let start = 0; start < order.length; start += stretch) {
    // Sorts in place, as the subarray is a view. The sort is stable: equal lengths keep their random order.
    grouped.subarray(start, start + stretch).sort((a, b) => lengthOf(b) - lengthOf(a));
    starts.push(start);
  }
  const longest = starts.reduce((best, start) => (lengthOf(grouped[start] ?? 0) > lengthOf(grouped[best] ?? 0) ? start : best), 0);
  const first = grouped[0] ?? 0;
  grouped[0] = grouped[longest] ?? 0;
  grouped[longest] = first;
  return grouped;
}
