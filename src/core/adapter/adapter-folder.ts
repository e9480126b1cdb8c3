// The files of a PEFT folder.

import { AppError } from '../failure';

export const ADAPTER_CONFIG = 'adapter_config.json';
export const ADAPTER_WEIGHTS = 'adapter_model.safetensors';

/** An adapter and no whole model: where both are, the model is what is meant. */
export function holdsAdapter(names: readonly string[]): boolean {
  return names.includes(ADAPTER_CONFIG) && !names.includes('config.json');
}

export function noAdapterWeights(): AppError {
  return new AppError({
    code: 'bad-input',
    reason: 'no_adapter_weights',
    message: `There is no ${ADAPTER_WEIGHTS} beside ${ADAPTER_CONFIG}.`,
    remedy: 'Take the whole folder of the adapter; .bin files cannot be read.',
  });
}
