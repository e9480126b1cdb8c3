// Named settings of a run, and what speaks against a recipe for the model and the rows it is to train on.

import type { Notice } from '../notice';
import { defaultLoraSettings } from './defaults';
import type { LoraSettings, Recipe, TrainSettings } from './recipe';

export interface Preset {
  readonly id: 'quick' | 'standard' | 'lora';
  /** The recipe with the preset's settings; dataset, model, format and export stay. */
  apply(recipe: Recipe): Recipe;
}

/** Rates below this hardly move a model that starts from random weights. */
const lowestRateFromZero = 1e-3;
/** Rates above these destroy what a model knows; an adapter bears more than all the weights do, and a small model more than a large one. */
const highestRate: Readonly<Record<Exclude<Beginning, 'nothing'>, Readonly<Record<TrainSettings['method'], number>>>> = {
  starter: { full: 2e-3, lora: 1e-2 },
  checkpoint: { full: 2e-4, lora: 2e-3 },
};
/** Rounds over the rows below which a model that starts from random weights has not seen enough. */
const fewestEpochsFromZero = 5;

const standard: Partial<TrainSettings> = {
  method: 'full',
  max_length: 1024,
  num_train_epochs: 3,
  max_steps: -1,
  per_device_train_batch_size: 2,
  per_device_eval_batch_size: 2,
  gradient_accumulation_steps: 1,
  learning_rate: 2e-4,
  lr_scheduler_type: 'cosine',
  warmup_steps: 0.03,
  logging_steps: 10,
  save_steps: 50,
  save_total_limit: 2,
  eval_steps: 50,
};

const quick: Partial<TrainSettings> = {
  max_length: 256,
  num_train_epochs: 7,
  max_steps: -1,
  per_device_train_batch_size: 8,
  per_device_eval_batch_size: 8,
  gradient_accumulation_steps: 1,
  lr_scheduler_type: 'cosine',
  warmup_steps: 20,
  logging_steps: 1,
  save_steps: 50,
  save_total_limit: 2,
  eval_steps: 140,
};

const fromZero: Partial<TrainSettings> = { method: 'full', learning_rate: 5e-3 };
const pretrained: Partial<TrainSettings> = { method: 'lora', learning_rate: 2e-4 };
/** Steps, not epochs: that many teach three new tools, if the values in their rows are many. */
const adapted: Partial<TrainSettings> = {
  method: 'lora',
  learning_rate: 4e-3,
  num_train_epochs: 4,
  max_steps: 240,
  warmup_steps: 5,
  eval_steps: 120,
};
const adapter: LoraSettings = { ...defaultLoraSettings, r: 8, lora_alpha: 16 };

/** An adapter for a pretrained model: rates of QLoRA's and PEFT's own examples. */
const lora: Partial<TrainSettings> = { ...standard, method: 'lora', per_device_train_batch_size: 1, gradient_accumulation_steps: 8 };

export const presets: readonly Preset[] = [
  {
    id: 'quick',
    // A pretrained model gets an adapter: it fits far more devices, and keeps what the model knows.
    apply: (recipe) => {
      const beginning = beginningOf(recipe);
      if (beginning === 'nothing') return withTrain(recipe, { ...quick, ...fromZero });
      if (beginning === 'starter') return { ...withTrain(recipe, { ...quick, ...adapted }), lora: adapter };
      return { ...withTrain(recipe, { ...quick, ...pretrained }), lora: defaultLoraSettings };
    },
  },
  { id: 'standard', apply: (recipe) => withTrain(recipe, standard) },
  { id: 'lora', apply: (recipe) => ({ ...withTrain(recipe, lora), lora: defaultLoraSettings }) },
];

export interface RecipeGround {
  /** Rows that are not trained on. */
  readonly heldOut: number;
}

/** What the model and the rows make of the recipe's settings; empty when they suit both. */
export function presetWarnings(recipe: Recipe, { heldOut }: RecipeGround): Notice[] {
  const { method, learning_rate, num_train_epochs, max_steps, load_best_model_at_end, early_stopping_patience } = recipe.train;
  const beginning = beginningOf(recipe);
  const fromNothing = beginning === 'nothing';
  const notices: Notice[] = [];
  if (fromNothing && learning_rate < lowestRateFromZero) {
    notices.push({
      code: 'recipe_rate_too_low',
      message: `A learning rate of ${learning_rate} suits a pretrained model; this one starts from random weights and will learn little.`,
      remedy: 'Take the preset Quick, or a learning rate of about 0.005.',
      values: { rate: learning_rate },
    });
  }
  if (fromNothing && max_steps === -1 && num_train_epochs < fewestEpochsFromZero) {
    notices.push({
      code: 'recipe_few_epochs',
      message: `${num_train_epochs} epochs are few for a model that starts from random weights.`,
      remedy: `Take the preset Quick, or at least ${fewestEpochsFromZero} epochs.`,
      values: { epochs: num_train_epochs, fewest: fewestEpochsFromZero },
    });
  }
  if (fromNothing && method === 'lora') {
    notices.push({
      code: 'recipe_lora_from_zero',
      message: 'LoRA leaves the weights of the model as they are; these are random, and no adapter makes sense of them.',
      remedy: 'Take the preset Quick, or the method full.',
      values: {},
    });
  }
  if (beginning !== 'nothing' && learning_rate > highestRate[beginning][method]) {
    notices.push({
      code: 'recipe_rate_too_high',
      message: `A learning rate of ${learning_rate} suits a model that starts from random weights; a pretrained one forgets what it knows.`,
      remedy: 'Take the rate of the preset Quick; when all weights of a large model are trained, 0.00005 or less.',
      values: { rate: learning_rate },
    });
  }
  if (heldOut === 0 && load_best_model_at_end) {
    notices.push({
      code: 'recipe_best_unmeasured',
      message: 'No row is held out, so no checkpoint can be the best: the last one is taken.',
      remedy: 'Hold out some rows on Data, or do not keep the best checkpoint.',
      values: {},
    });
  }
  if (heldOut === 0 && early_stopping_patience > 0) {
    notices.push({
      code: 'recipe_stopping_unmeasured',
      message: 'No row is held out, so nothing says when to stop early: all steps are trained.',
      remedy: 'Hold out some rows on Data, or set stopping early to 0.',
      values: {},
    });
  }
  return notices;
}

/** What the model knows before the run: nothing, how to call tools, or language. */
type Beginning = 'nothing' | 'starter' | 'checkpoint';

function beginningOf({ model }: Pick<Recipe, 'model'>): Beginning {
  if (!('source' in model)) return 'checkpoint';
  return model.source === 'from-zero' ? 'nothing' : 'starter';
}

function withTrain(recipe: Recipe, settings: Partial<TrainSettings>): Recipe {
  return { ...recipe, train: { ...recipe.train, ...settings } };
}

/** Every code of {@link presetWarnings}. */
export const RECIPE_CODES: readonly string[] = [
  'recipe_rate_too_low',
  'recipe_few_epochs',
  'recipe_lora_from_zero',
  'recipe_rate_too_high',
  'recipe_best_unmeasured',
  'recipe_stopping_unmeasured',
];
