// Which sequences an optimizer step sees.

import type { TrainSettings } from '../recipe';
import { epochOrder } from './epoch-order';
import { groupByLength } from './group-by-length';

export interface StepBatches {
  /** 0-based epoch, and the epoch as the page shows it: share of the sequences seen after this step. */
  readonly epoch: number;
  readonly progress: number;
  /** The micro-batches whose gradients are accumulated, as indexes of sequences. */
  readonly groups: readonly (readonly number[])[];
}

export type StepSettings = Pick<
  TrainSettings,
  'per_device_train_batch_size' | 'gradient_accumulation_steps' | 'train_sampling_strategy' | 'seed'
>;

/**
 * Sequences of optimizer step `step` (0-based): a pure function of its arguments.
 * @param lengths tokens of each sequence
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
  // A step's last group is short only where the epoch ends: groups of the whole epoch are the steps' groups.
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
