// The recipe: one small file, `config.yaml`, that describes a whole run. Field names and meanings are Hugging Face's
// (TrainingArguments of transformers 5.23, SFTConfig of TRL 1.16, LoraConfig of PEFT 0.21); `method`, `device`, `format`,
// `export` and `export_dtype` are ours. Parsing and defaults: parse-recipe.ts; writing: write-recipe.ts.

import type { BuiltInModel } from '../built-in-models';
import type { ExportDtype, ExportKind } from '../exports';
import type { PromptFormat } from '../tokenizer';

export type DeviceChoice = 'auto' | 'webgpu' | 'wasm' | 'cpu';
/** A base model and, where training goes on with an adapter, that adapter: in a file the path of its PEFT folder, in the studio its id. */
export type ModelSource =
  /** A model that is part of the page. */
  ({ readonly source: BuiltInModel } | { readonly folder: string } | { readonly hub: string; readonly revision: string }) & {
    readonly adapter?: string;
  };

export interface DatasetSettings {
  readonly files: readonly string[];
  readonly tools?: string;
  /** Share of the rows held out when `eval_files` is empty. */
  readonly eval_fraction: number;
  readonly eval_files: readonly string[];
}

export interface TrainSettings {
  /** `full`: all weights; `lora`: an adapter, see {@link LoraSettings}. */
  readonly method: 'full' | 'lora';
  readonly device: DeviceChoice;
  readonly max_length: number;
  readonly num_train_epochs: number;
  /** -1 = by epochs. */
  readonly max_steps: number;
  readonly per_device_train_batch_size: number;
  readonly per_device_eval_batch_size: number;
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
  /** Recompute activations in the backward pass instead of keeping them; `auto`: the memory plan decides. */
  readonly gradient_checkpointing: boolean | 'auto';
  /** These three: below 1 a share of all steps, from 1 a count. */
  readonly logging_steps: number;
  readonly save_steps: number;
  readonly eval_steps: number;
  readonly save_total_limit: number;
  /** Evaluate before the first step too. */
  readonly eval_on_start: boolean;
  /** Keep the checkpoint of the lowest held-out loss and hand it on. Then the loss is measured at each save_steps too. */
  readonly load_best_model_at_end: boolean;
  /** Evaluations in a row without a better held-out loss that end the run; 0 = never. */
  readonly early_stopping_patience: number;
  /** Nats by which a held-out loss must be lower to count as better. */
  readonly early_stopping_threshold: number;
  readonly assistant_only_loss: boolean;
  /** Put rows together into sequences of up to max_length tokens (best fit decreasing); a row never sees another. */
  readonly packing: boolean;
  /** Shuffle the dataset once, before rows are packed; the order within an epoch is the sampling strategy's. */
  readonly shuffle_dataset: boolean;
  /** `random`: a new order each epoch; `sequential`: the dataset's; `group_by_length`: random, like lengths together. */
  readonly train_sampling_strategy: 'random' | 'sequential' | 'group_by_length';
  readonly seed: number;
}

/** The linear layers of a decoder block, by the name PEFT targets them with. */
export type TargetModule = 'q_proj' | 'k_proj' | 'v_proj' | 'o_proj' | 'gate_proj' | 'up_proj' | 'down_proj';

/** Fields of PEFT's LoraConfig; means nothing while `method` is `full`. */
export interface LoraSettings {
  /** Rank: A is [r, inputs], B is [outputs, r]. */
  readonly r: number;
  /** The adapter's product is scaled by lora_alpha / r. */
  readonly lora_alpha: number;
  /** Share of the adapter's inputs that are set to 0 in training. */
  readonly lora_dropout: number;
  /** Scale by lora_alpha / √r instead. */
  readonly use_rslora: boolean;
  readonly target_modules: readonly TargetModule[];
}

export interface Recipe {
  readonly version: 1;
  readonly dataset: DatasetSettings;
  readonly model: ModelSource;
  readonly format: PromptFormat;
  readonly train: TrainSettings;
  readonly lora: LoraSettings;
  readonly export: readonly ExportKind[];
  /** Of a whole model; an adapter is always float32. */
  readonly export_dtype: ExportDtype;
}
