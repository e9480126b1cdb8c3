// What a recipe means where it says nothing.

import type { Recipe, TrainSettings } from './recipe';

/** Hugging Face's names; values of the design's recipe, AdamW as in PyTorch. */
export const defaultTrainSettings: TrainSettings = {
  method: 'full',
  device: 'auto',
  max_length: 1024,
  num_train_epochs: 3,
  max_steps: -1,
  per_device_train_batch_size: 2,
  gradient_accumulation_steps: 1,
  learning_rate: 2e-4,
  lr_scheduler_type: 'cosine',
  warmup_steps: 0.03,
  weight_decay: 0,
  adam_beta1: 0.9,
  adam_beta2: 0.999,
  adam_epsilon: 1e-8,
  max_grad_norm: 1,
  logging_steps: 10,
  save_steps: 50,
  save_total_limit: 2,
  eval_steps: 50,
  assistant_only_loss: true,
  shuffle_dataset: true,
  seed: 42,
};

export function defaultRecipe(): Recipe {
  return {
    version: 1,
    dataset: { files: ['rows.jsonl'], eval_fraction: 0.2, eval_files: [] },
    model: { source: 'starter' },
    format: 'function_call',
    train: defaultTrainSettings,
    export: ['chatml', 'openai', 'tokens', 'merged'],
  };
}
