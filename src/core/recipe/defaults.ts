// What a recipe means where it says nothing.

import { defaultModel } from '../built-in-models';
import type { LoraSettings, Recipe, TargetModule, TrainSettings } from './recipe';

/** Hugging Face's names; values of the design's recipe, AdamW as in PyTorch. */
export const defaultTrainSettings: TrainSettings = {
  method: 'full',
  device: 'auto',
  max_length: 1024,
  num_train_epochs: 3,
  max_steps: -1,
  per_device_train_batch_size: 2,
  per_device_eval_batch_size: 2,
  gradient_accumulation_steps: 1,
  learning_rate: 2e-4,
  lr_scheduler_type: 'cosine',
  warmup_steps: 0.03,
  weight_decay: 0,
  adam_beta1: 0.9,
  adam_beta2: 0.999,
  adam_epsilon: 1e-8,
  max_grad_norm: 1,
  gradient_checkpointing: 'auto',
  logging_steps: 10,
  save_steps: 50,
  eval_steps: 50,
  save_total_limit: 2,
  eval_on_start: false,
  load_best_model_at_end: false,
  early_stopping_patience: 0,
  early_stopping_threshold: 0,
  assistant_only_loss: true,
  packing: false,
  shuffle_dataset: true,
  train_sampling_strategy: 'random',
  seed: 42,
};

export const targetModules = [
  ...(['q_proj', 'k_proj', 'v_proj', 'o_proj'] as const),
  ...(['gate_proj', 'up_proj', 'down_proj'] as const),
] satisfies readonly TargetModule[];

export const defaultLoraSettings: LoraSettings = {
  r: 16,
  lora_alpha: 32,
  lora_dropout: 0,
  use_rslora: false,
  target_modules: targetModules,
};

export function defaultRecipe(): Recipe {
  return {
    version: 1,
    dataset: { files: ['rows.jsonl'], eval_fraction: 0.2, eval_files: [] },
    model: { source: defaultModel },
    format: 'function_call',
    train: defaultTrainSettings,
    lora: defaultLoraSettings,
    export: ['chatml', 'openai', 'tokens', 'merged'],
    export_dtype: 'float32',
  };
}
