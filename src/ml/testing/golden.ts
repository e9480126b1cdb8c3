// The goldens that reference/model/make_goldens.py writes, for the tests of this folder.

import * as z from 'zod/mini';
import type { TrainSettings } from '../../core/recipe';
import type { TokenizedExample } from '../../core/tokenizer';
import { type ModelConfig, type NamedTensor, parseModelConfig, readSafetensors } from '../../core/weights';

export const GOLDENS = [
  'tied',
  'untied-wide-heads',
  'one-key-head',
  'qwen3-biased',
  'qwen2-tied',
  'qwen2-untied',
  'yarn',
  'linear',
  'dynamic',
  'llama3',
] as const;
export type GoldenName = (typeof GOLDENS)[number];

const numbers = z.array(z.number());
const run = z.object({
  settings: z.object({
    learning_rate: z.number(),
    lr_scheduler_type: z.enum(['constant', 'constant_with_warmup', 'linear', 'cosine']),
    warmup_steps: z.number(),
    weight_decay: z.number(),
    adam_beta1: z.number(),
    adam_beta2: z.number(),
    adam_epsilon: z.number(),
    max_grad_norm: z.number(),
    max_steps: z.number(),
    per_device_train_batch_size: z.number(),
    gradient_accumulation_steps: z.number(),
  }),
  steps: z.array(z.object({ loss: z.number(), gradientNorm: z.number(), learningRate: z.number() })),
});
const schema = z.object({
  rows: z.array(z.object({ id: z.string(), inputIds: numbers, weights: numbers })),
  firstBatch: z.number(),
  loss: z.number(),
  runs: z.array(run),
  prompts: z.array(numbers),
  answers: z.array(numbers),
  stop: z.number(),
  stopped: z.array(numbers),
});

export interface Golden {
  readonly config: ModelConfig;
  readonly weights: readonly NamedTensor[];
  readonly rows: readonly TokenizedExample[];
  readonly firstBatch: number;
  readonly loss: number;
  /** Training from the golden's weights with different settings. */
  readonly runs: readonly {
    readonly settings: TrainSettings;
    readonly steps: readonly { readonly loss: number; readonly gradientNorm: number; readonly learningRate: number }[];
  }[];
  readonly prompts: readonly Int32Array[];
  readonly answers: readonly (readonly number[])[];
  /** A token that ends an answer, and the answers with that. */
  readonly stop: number;
  readonly stopped: readonly (readonly number[])[];
  /** `logits` and `leftLogits` [B, T, V], `gradient/NAME`; for some `final/NAME`, after the last step of the first run */
  readonly expected: ReadonlyMap<string, NamedTensor>;
}

/** @param read a file of the goldens' folder, by its path in it */
export async function loadGolden(name: GoldenName, read: (path: string) => Promise<Uint8Array>): Promise<Golden> {
  const text = async (file: string) => new TextDecoder().decode(await read(`${name}/${file}`));
  const file = schema.parse(JSON.parse(await text('expected.json')));
  const expected = readSafetensors(await read(`${name}/expected.safetensors`)).tensors;
  return {
    config: parseModelConfig(await text('config.json')),
    weights: readSafetensors(await read(`${name}/model.safetensors`)).tensors,
    rows: file.rows.map(({ id, inputIds, weights }) => ({ id, inputIds: Int32Array.from(inputIds), weights: Float32Array.from(weights) })),
    firstBatch: file.firstBatch,
    loss: file.loss,
    runs: file.runs.map(({ settings, steps }) => ({ settings: { ...plainSettings, ...settings }, steps })),
    prompts: file.prompts.map((prompt) => Int32Array.from(prompt)),
    answers: file.answers,
    stop: file.stop,
    stopped: file.stopped,
    expected: new Map(expected.map((tensor) => [tensor.name, tensor])),
  };
}

export const plainSettings: TrainSettings = {
  method: 'full',
  device: 'auto',
  max_length: 1024,
  num_train_epochs: 1,
  max_steps: -1,
  per_device_train_batch_size: 2,
  per_device_eval_batch_size: 2,
  gradient_accumulation_steps: 1,
  learning_rate: 5e-3,
  lr_scheduler_type: 'cosine',
  warmup_steps: 2,
  weight_decay: 0,
  adam_beta1: 0.9,
  adam_beta2: 0.999,
  adam_epsilon: 1e-8,
  max_grad_norm: 1,
  gradient_checkpointing: false,
  logging_steps: 10,
  save_steps: 0,
  eval_steps: 0,
  save_total_limit: 2,
  eval_on_start: false,
  load_best_model_at_end: false,
  early_stopping_patience: 0,
  early_stopping_threshold: 0,
  assistant_only_loss: true,
  packing: false,
  shuffle_dataset: false,
  train_sampling_strategy: 'sequential',
  seed: 42,
};

/** Largest difference of two arrays, relative to the larger of 1 and the values' size. */
export function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length || a.length === 0) return Number.POSITIVE_INFINITY;
  return Array.from(a).reduce((most, value, index) => {
    const other = b[index] ?? Number.NaN;
    const gap = Math.abs(value - other) / Math.max(1, Math.abs(value), Math.abs(other));
    return Number.isNaN(gap) ? Number.POSITIVE_INFINITY : Math.max(most, gap);
  }, 0);
}

/** Length of the difference over the length of the wanted values (L2), for tensors of any scale. */
export function relativeError(found: ArrayLike<number>, wanted: ArrayLike<number>): number {
  if (found.length !== wanted.length || wanted.length === 0) return Number.POSITIVE_INFINITY;
  const gap = Math.hypot(...Array.from(wanted, (value, index) => value - (found[index] ?? Number.NaN)));
  return gap / Math.hypot(...Array.from(wanted));
}
