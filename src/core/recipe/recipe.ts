// The recipe: one small file, `config.yaml`, that describes a whole run. Field names and meanings are Hugging Face's
// (TrainingArguments of transformers 5.23, SFTConfig of TRL 1.16, LoraConfig of PEFT); `method`, `device`, `format`
// and `export` are ours. Parsing and defaults: parse-recipe.ts; writing: write-recipe.ts.

import type { PromptFormat } from '../tokenizer';

export type DeviceChoice = 'auto' | 'webgpu' | 'wasm' | 'cpu';
export type ModelSource =
  | { readonly source: 'starter' }
  | { readonly folder: string }
  | { readonly hub: string; readonly revision: string };
export type ExportKind = 'chatml' | 'common' | 'openai' | 'tokens' | 'merged';

export interface DatasetSettings {
  readonly files: readonly string[];
  readonly tools?: string;
  /** Share of the rows held out when `eval_files` is empty. */
  readonly eval_fraction: number;
  readonly eval_files: readonly string[];
}

export interface TrainSettings {
  readonly method: 'full';
  readonly device: DeviceChoice;
  readonly max_length: number;
  readonly num_train_epochs: number;
  /** -1 = by epochs. */
  readonly max_steps: number;
  readonly per_device_train_batch_size: number;
  readonly gradient_accumulation_steps: number;
  readonly learning_rate: number;
  readonly lr_scheduler_type: 'constant' | 'constant_with_warmup' | 'linear' | 'cosine';
  /** Below 1 a share of all steps, from 1 a count. */
  readonly warmup_steps: number;
  readonly weight_decay: number;
  readonly adam_beta1: number;
  readonly adam_beta2: number;
  readonly adam_epsilon: number;
  readonly max_grad_norm: number;
  readonly logging_steps: number;
  readonly save_steps: number;
  readonly save_total_limit: number;
  readonly eval_steps: number;
  readonly assistant_only_loss: boolean;
  readonly shuffle_dataset: boolean;
  readonly seed: number;
}

export interface Recipe {
  readonly version: 1;
  readonly dataset: DatasetSettings;
  readonly model: ModelSource;
  readonly format: PromptFormat;
  readonly train: TrainSettings;
  readonly export: readonly ExportKind[];
}
