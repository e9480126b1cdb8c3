// The goldens that reference/lora/make_adapters.py writes, for the tests of this folder.

import * as z from 'zod/mini';
import { type AdapterConfig, parseAdapterConfig } from '../../core/adapter';
import type { TrainSettings } from '../../core/recipe';
import type { TokenizedExample } from '../../core/tokenizer';
import { type ModelConfig, type NamedTensor, parseModelConfig, readSafetensors } from '../../core/weights';
import { plainSettings } from './golden';

export const LORA_GOLDENS = ['all-layers', 'rank-stabilized', 'biased', 'rank-one'] as const;

const numbers = z.array(z.number());
const step = z.object({ loss: z.number(), gradientNorm: z.number(), learningRate: z.number() });
export type GoldenStep = z.infer<typeof step>;

const schema = z.object({
  rows: z.array(z.object({ id: z.string(), inputIds: numbers, weights: numbers })),
  firstBatch: z.number(),
  loss: z.number(),
  settings: z.object({
    learning_rate: z.number(),
    lr_scheduler_type: z.enum(['constant', 'constant_with_warmup', 'linear', 'cosine']),
    warmup_steps: z.number(),
    weight_decay: z.number(),
    max_grad_norm: z.number(),
    max_steps: z.number(),
    per_device_train_batch_size: z.number(),
    gradient_accumulation_steps: z.number(),
  }),
  steps: z.array(step),
  continued: z.array(step),
});

export interface LoraGolden extends Pick<AdapterConfig, 'settings'> {
  readonly config: ModelConfig;
  /** The base model's. */
  readonly weights: readonly NamedTensor[];
  /** A and B, with B other than zero. */
  readonly adapter: readonly NamedTensor[];
  readonly rows: readonly TokenizedExample[];
  readonly firstBatch: number;
  /** Of the first batch, with `adapter`. */
  readonly loss: number;
  readonly training: TrainSettings;
  readonly steps: readonly GoldenStep[];
  /** Of a training that goes on with `adapter`. */
  readonly continued: readonly GoldenStep[];
  /** `logits`, `baseLogits`, `mergedLogits` [B, T, V]; `gradient/NAME`, `start/NAME`, `final/NAME`, `continued/NAME` of A and B */
  readonly expected: ReadonlyMap<string, NamedTensor>;
}

/** @param read a file of the goldens' folder, by its path in it */
export async function loadLoraGolden(name: string, read: (path: string) => Promise<Uint8Array>): Promise<LoraGolden> {
  const text = async (file: string) => new TextDecoder().decode(await read(`${name}/${file}`));
  const tensors = async (file: string) => readSafetensors(await read(`${name}/${file}`)).tensors;
  const { rows, settings, ...file } = schema.parse(JSON.parse(await text('expected.json')));
  return {
    ...file,
    config: parseModelConfig(await text('config.json')),
    settings: parseAdapterConfig(await text('adapter_config.json')).settings,
    weights: await tensors('model.safetensors'),
    adapter: await tensors('adapter_model.safetensors'),
    rows: rows.map(({ id, inputIds, weights }) => ({ id, inputIds: Int32Array.from(inputIds), weights: Float32Array.from(weights) })),
    training: { ...plainSettings, method: 'lora', ...settings },
    expected: new Map((await tensors('expected.safetensors')).map((tensor) => [tensor.name, tensor])),
  };
}

/** The tensors `PREFIX/NAME` of a golden, as NAME. */
export function tensorsUnder(golden: LoraGolden, prefix: string): NamedTensor[] {
  return [...golden.expected.values()].flatMap((tensor) =>
    tensor.name.startsWith(`${prefix}/`) ? { ...tensor, name: tensor.name.slice(prefix.length + 1) } : [],
  );
}
