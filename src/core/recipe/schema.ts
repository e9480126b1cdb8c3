// The recipe's fields and what each may be. Hugging Face's other names are taken out before (parse-recipe.ts).

import * as z from 'zod/mini';
import { builtInModels } from '../built-in-models';
import { exportDtypes, exportKinds } from '../exports';
import { defaultLoraSettings, defaultRecipe, defaultTrainSettings, targetModules } from './defaults';

// The page allows no evaluated code, which zod would otherwise try to compile its checks with.
z.config({ jitless: true });

const text = z.string().check(z.minLength(1));
const count = z.int().check(z.positive());
const share = z.number().check(z.gte(0), z.lte(1));
const unitBelowOne = z.number().check(z.gte(0), z.lt(1));
const positive = z.number().check(z.positive());
const notNegative = z.number().check(z.gte(0));
const interval = positive.check(
  z.refine((steps) => steps < 1 || Number.isInteger(steps), { error: 'must be a share of all steps below 1, or a whole number of steps' }),
);
const maxSteps = z
  .int()
  .check(z.refine((steps) => steps === -1 || steps > 0, { error: 'must be -1 (by epochs) or a whole number from 1' }));

/** A field that may be left out: `fallback` stands for it. */
function or<Schema extends z.ZodMiniType, Fallback>(schema: Schema, fallback: Fallback) {
  return z.pipe(
    z.optional(schema),
    z.transform((value: z.output<Schema> | undefined): z.output<Schema> | Fallback => value ?? fallback),
  );
}

const train = defaultTrainSettings;

export const trainShape = {
  method: or(z.enum(['full', 'lora']), train.method),
  device: or(z.enum(['auto', 'webgpu', 'wasm', 'cpu']), train.device),
  max_length: or(z.int().check(z.gte(2)), train.max_length),
  num_train_epochs: or(positive, train.num_train_epochs),
  max_steps: or(maxSteps, train.max_steps),
  per_device_train_batch_size: or(count, train.per_device_train_batch_size),
  per_device_eval_batch_size: or(count, train.per_device_eval_batch_size),
  gradient_accumulation_steps: or(count, train.gradient_accumulation_steps),
  learning_rate: or(notNegative, train.learning_rate),
  lr_scheduler_type: or(z.enum(['constant', 'constant_with_warmup', 'linear', 'cosine']), train.lr_scheduler_type),
  warmup_steps: or(notNegative, train.warmup_steps),
  weight_decay: or(notNegative, train.weight_decay),
  adam_beta1: or(unitBelowOne, train.adam_beta1),
  adam_beta2: or(unitBelowOne, train.adam_beta2),
  adam_epsilon: or(notNegative, train.adam_epsilon),
  max_grad_norm: or(notNegative, train.max_grad_norm),
  gradient_checkpointing: or(z.union([z.boolean(), z.literal('auto')]), train.gradient_checkpointing),
  logging_steps: or(interval, train.logging_steps),
  save_steps: or(interval, train.save_steps),
  eval_steps: or(interval, train.eval_steps),
  save_total_limit: or(count, train.save_total_limit),
  eval_on_start: or(z.boolean(), train.eval_on_start),
  load_best_model_at_end: or(z.boolean(), train.load_best_model_at_end),
  early_stopping_patience: or(z.int().check(z.gte(0)), train.early_stopping_patience),
  early_stopping_threshold: or(notNegative, train.early_stopping_threshold),
  assistant_only_loss: or(z.boolean(), train.assistant_only_loss),
  packing: or(z.boolean(), train.packing),
  shuffle_dataset: or(z.boolean(), train.shuffle_dataset),
  train_sampling_strategy: or(z.enum(['random', 'sequential', 'group_by_length']), train.train_sampling_strategy),
  seed: or(z.int().check(z.gte(0), z.lte(2 ** 32 - 1)), train.seed),
};

const lora = defaultLoraSettings;

export const loraShape = {
  r: or(count, lora.r),
  lora_alpha: or(positive, lora.lora_alpha),
  lora_dropout: or(unitBelowOne, lora.lora_dropout),
  use_rslora: or(z.boolean(), lora.use_rslora),
  target_modules: or(z.array(z.enum(targetModules)).check(z.minLength(1)), lora.target_modules),
};

const whole = defaultRecipe();

const datasetShape = {
  files: z.array(text),
  tools: z.optional(text),
  eval_fraction: or(share, whole.dataset.eval_fraction),
  eval_files: or(z.array(text), []),
};

/** Sections and their fields, for nearest names. */
export const fieldNames: Readonly<Record<string, readonly string[]>> = {
  '': ['version', 'dataset', 'model', 'format', 'train', 'lora', 'export', 'export_dtype'],
  dataset: Object.keys(datasetShape),
  model: ['source', 'folder', 'hub', 'revision', 'adapter'],
  train: Object.keys(trainShape),
  lora: Object.keys(loraShape),
};

const adapter = z.exactOptional(text);
const model = z.union([
  z.strictObject({ source: z.enum(builtInModels), adapter }),
  z.strictObject({ folder: text, adapter }),
  z.strictObject({ hub: text, revision: or(text, 'main'), adapter }),
]);

export const recipeSchema = z.strictObject({
  version: z.literal(1),
  dataset: or(z.strictObject(datasetShape), whole.dataset),
  model: or(model, whole.model),
  format: or(z.enum(['function_call', 'template']), whole.format),
  train: or(z.strictObject(trainShape), train),
  lora: or(z.strictObject(loraShape), lora),
  export: or(z.array(z.enum(exportKinds)), whole.export),
  export_dtype: or(z.enum(exportDtypes), whole.export_dtype),
});
