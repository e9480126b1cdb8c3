import type { ExportDtype } from '../exports';
import { defaultLoraSettings, defaultRecipe, defaultTrainSettings } from './defaults';
import type { LoraSettings, Recipe, TrainSettings } from './recipe';

/** A recipe as an earlier version stored it: settings that it did not have are missing. */
export interface EarlierRecipe extends Omit<Recipe, 'train' | 'lora' | 'export_dtype'> {
  readonly train: Partial<TrainSettings>;
  readonly lora?: Partial<LoraSettings>;
  readonly export_dtype?: ExportDtype;
}

/** The recipe with all settings of today, those that were missing at what a run did without them. */
export function completeRecipe({ train, lora, export_dtype = defaultRecipe().export_dtype, ...recipe }: EarlierRecipe): Recipe {
  const before: Partial<TrainSettings> = {
    // Rows that were not shuffled kept the dataset's order; the held-out loss was measured in the batches of training.
    ...(train.shuffle_dataset === false ? { train_sampling_strategy: 'sequential' } : {}),
    ...(train.per_device_train_batch_size === undefined ? {} : { per_device_eval_batch_size: train.per_device_train_batch_size }),
  };
  return {
    ...recipe,
    train: { ...defaultTrainSettings, ...before, ...train },
    lora: { ...defaultLoraSettings, ...lora },
    export_dtype,
  };
}
