// The files of a PEFT folder.
// adapter_config.json as PEFT 0.21 writes it (`LoraConfig`). A foreign one may ask for things that change what the
// tensors mean: whatever is set and not known here is refused by its name, so that nothing is computed wrongly.

import * as z from 'zod/mini';
import { AppError } from '../failure';
import { parseJson, toValue } from '../json';
import type { ModelInfo } from '../model-info';
import type { LoraSettings, TargetModule } from '../recipe';
import { targetModules } from '../recipe/defaults';

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

export interface AdapterConfig {
  readonly settings: LoraSettings;
  /** What the adapter was trained on, as its maker named it; empty when unsaid. */
  readonly baseName: string;
}

/** Say how the adapter was made or is stored, not what it computes. */
const WITHOUT_MEANING = new Set(
  'auto_mapping base_model_name_or_path revision peft_version task_type inference_mode runtime_config megatron_core'.split(' ').concat(
    // Used only by what is refused when it is set.
    'qalora_group_size layers_pattern ensure_weight_tying peft_type'.split(' '),
  ),
);
/** Starts that leave the base weights as they are; the others (pissa, olora, corda, loftq, …) change them. */
const PLAIN_STARTS: readonly unknown[] = [undefined, null, true, false, 'gaussian', 'eva', 'orthogonal'];

const schema = z.looseObject({
  peft_type: z.string(),
  r: z.int().check(z.positive()),
  lora_alpha: z.number(),
  lora_dropout: z.optional(z.number()),
  use_rslora: z.optional(z.boolean()),
  target_modules: z.union([z.string(), z.array(z.string())]),
  base_model_name_or_path: z.nullish(z.string()),
  init_lora_weights: z.unknown(),
});

/** @throws AppError `bad-input` for a file that is no adapter's, `unsupported` that names the setting */
export function parseAdapterConfig(text: string): AdapterConfig {
  const parsed = schema.safeParse(jsonOf(text));
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.') ?? '';
    throw bad(`adapter_config.json: ${field} is missing or wrong.`);
  }
  const { peft_type, r, lora_alpha, lora_dropout, use_rslora, target_modules, base_model_name_or_path, init_lora_weights, ...others } =
    parsed.data;
  if (peft_type !== 'LORA') throw unsupported('peft_type', peft_type);
  if (!PLAIN_STARTS.includes(init_lora_weights)) throw unsupported('init_lora_weights', init_lora_weights);
  for (const [name, value] of Object.entries(others)) {
    if (!WITHOUT_MEANING.has(name) && !isUnset(value)) throw unsupported(name, value);
  }
  return {
    settings: {
      r,
      lora_alpha,
      lora_dropout: lora_dropout ?? 0,
      use_rslora: use_rslora ?? false,
      target_modules: modulesOf(target_modules),
    },
    baseName: base_model_name_or_path ?? '',
  };
}

/** The file for an adapter made here. @param baseName where the base model can be found; null when nothing is known */
export function writeAdapterConfig(settings: LoraSettings, baseName: string | null): string {
  const fields = {
    alpha_pattern: {},
    auto_mapping: null,
    base_model_name_or_path: baseName,
    bias: 'none',
    fan_in_fan_out: false,
    inference_mode: true,
    init_lora_weights: true,
    layers_to_transform: null,
    lora_alpha: settings.lora_alpha,
    lora_dropout: settings.lora_dropout,
    modules_to_save: null,
    peft_type: 'LORA',
    r: settings.r,
    rank_pattern: {},
    revision: null,
    target_modules: settings.target_modules,
    task_type: 'CAUSAL_LM',
    use_dora: false,
    use_rslora: settings.use_rslora,
  };
  return `${JSON.stringify(fields, null, 2)}\n`;
}

function modulesOf(targets: string | readonly string[]): TargetModule[] {
  if (targets === 'all-linear') return [...targetModules];
  if (typeof targets === 'string') throw unsupported('target_modules', targets);
  const strange = targets.find((name) => !targetModules.some((known) => known === name));
  if (strange !== undefined || targets.length === 0) throw unsupported('target_modules', strange ?? targets);
  return targetModules.filter((name) => targets.includes(name));
}

function isUnset(value: unknown): boolean {
  if (value === null || value === undefined || value === false || value === 'none') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function jsonOf(text: string): unknown {
  try {
    return toValue(parseJson(text));
  } catch (cause) {
    throw bad(`adapter_config.json is not JSON: ${cause instanceof Error ? cause.message : cause}`);
  }
}

function bad(message: string): AppError {
  return new AppError({
    code: 'bad-input',
    message,
    remedy: 'Take adapter_config.json and adapter_model.safetensors of one PEFT adapter.',
  });
}

function unsupported(name: string, value: unknown): AppError {
  const shown = JSON.stringify(value);
  return new AppError({
    code: 'unsupported',
    reason: 'adapter_setting',
    message: `adapter_config.json asks for ${name}: ${shown}, which ToolTune cannot compute.`,
    remedy: 'Use a plain LoRA adapter on the linear layers, or merge this one into its base model with PEFT and add the merged model.',
    values: { name, value: shown },
  });
}

// Which stored models an adapter may belong to, by what its configuration says of its base.

interface StoredModel extends Pick<ModelInfo, 'id' | 'name' | 'origin'> {
  readonly fromZero: boolean;
}

/** Those of the models that the adapter names; where it names none, all. Random weights are no base: they are others in each run. */
export function basesNamed<Model extends StoredModel>(baseName: string, models: readonly Model[]): readonly Model[] {
  const short = baseName.split(/[\\/]/).findLast((part) => part !== '');
  const isNamed = ({ id, name, origin }: Model) =>
    short === undefined || name === short || id === short || name === baseName || (origin?.kind === 'hub' && origin.name === baseName);
  return models.filter((model) => !model.fromZero && isNamed(model));
}
