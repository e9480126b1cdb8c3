// One padded batch as the model takes it, and the batches of one optimizer step.

import type { TokenizedRow } from '../tokenizer';
import { epochOrder } from './epoch-order';

/** Lengths are padded to a multiple of this, so that few shapes occur (GPU buffers are pooled by exact size). */
export const LENGTH_MULTIPLE = 8;
/** The number of trained positions is padded likewise. */
export const TARGET_MULTIPLE = 16;

/** B rows padded on the right to T inputs; the last token of a row is only ever a label. */
export interface Batch {
  readonly rows: number;
  readonly length: number;
  /** [B·T], row-major; padding is token 0, which no trained position can see. */
  readonly ids: Int32Array;
  /** [B], inputs of each row that are not padding. */
  readonly lengths: Int32Array;
  /** [R], trained positions as indexes into B·T, then padding (position 0, weight 0). */
  readonly positions: Int32Array;
  /** [R], the token each of them must predict. */
  readonly labels: Int32Array;
  /** [R] */
  readonly weights: Float32Array;
  /** Trained positions, without padding. */
  readonly trainedTokens: number;
  /** Tokens of the rows, without padding. */
  readonly tokens: number;
  /** Sum of `weights`. */
  readonly totalWeight: number;
}

/** Pads rows to one batch. Rows hold at least one trained token each. */
export function makeBatch(rows: readonly TokenizedRow[]): Batch {
  const longest = rows.reduce((most, row) => Math.max(most, row.inputIds.length - 1), 1);
  const length = roundUp(longest, LENGTH_MULTIPLE);
  const ids = new Int32Array(rows.length * length);
  const targets: { position: number; label: number; weight: number }[] = [];
  rows.forEach((row, index) => {
    ids.set(row.inputIds.subarray(0, row.inputIds.length - 1), index * length);
    for (let token = 1; token < row.inputIds.length; token++) {
      const weight = row.weights[token] ?? 0;
      if (weight !== 0) targets.push({ position: index * length + token - 1, label: row.inputIds[token] ?? 0, weight });
    }
  });
  const count = roundUp(targets.length, TARGET_MULTIPLE);
  return {
    rows: rows.length,
    length,
    ids,
    lengths: Int32Array.from(rows, (row) => row.inputIds.length - 1),
    positions: Int32Array.from({ length: count }, (_, index) => targets[index]?.position ?? 0),
    labels: Int32Array.from({ length: count }, (_, index) => targets[index]?.label ?? 0),
    weights: Float32Array.from({ length: count }, (_, index) => targets[index]?.weight ?? 0),
    trainedTokens: targets.length,
    tokens: rows.reduce((total, row) => total + row.inputIds.length, 0),
    totalWeight: targets.reduce((total, target) => total + target.weight, 0),
  };
}

export interface StepBatches {
  /** 0-based epoch, and the epoch as the page shows it: share of the rows seen after this step. */
  readonly epoch: number;
  readonly progress: number;
  /** The micro-batches whose gradients are accumulated, as row indexes. */
  readonly groups: readonly (readonly number[])[];
}

export interface StepSettings {
  readonly per_device_train_batch_size: number;
  readonly gradient_accumulation_steps: number;
  readonly shuffle_dataset: boolean;
  readonly seed: number;
}

/** Rows of optimizer step `step` (0-based): a pure function of its arguments. */
export function stepBatches(rows: number, step: number, settings: StepSettings): StepBatches {
  const size = settings.per_device_train_batch_size;
  const perStep = size * settings.gradient_accumulation_steps;
  const stepsPerEpoch = Math.max(1, Math.ceil(rows / perStep));
  const epoch = Math.floor(step / stepsPerEpoch);
  const start = (step % stepsPerEpoch) * perStep;
  const order = Array.from(epochOrder(rows, epoch, settings.seed, settings.shuffle_dataset).subarray(start, start + perStep));
  const groups = Array.from({ length: Math.ceil(order.length / size) }, (_, index) => order.slice(index * size, (index + 1) * size));
  return { epoch, progress: epoch + Math.min(1, (start + perStep) / rows), groups };
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
