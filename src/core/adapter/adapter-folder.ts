// The folder of a PEFT adapter: its files, adapter_config.json as PEFT 0.21 writes it (`LoraConfig`), and its base model.
// A foreign adapter_config.json may set fields that change what the tensors mean. Any field that is set and not known
// here is an error that names it, so that nothing is computed wrongly.

import * as z from 'zod/mini';
import { AppError } from '../failure';
import { parseJson, toValue } from '../json';
import type { ModelInfo } from '../model-info';
import type { LoraSettings, TargetModule } from '../recipe';
import { targetModules } from '../recipe/defaults';

export const ADAPTER_CONFIG = 'adapter_config.json';
export const ADAPTER_WEIGHTS = 'adapter_model.safetensors';

/** Whether a folder is an adapter. A folder that also has a whole model counts as the model. @param names of its files */
export function holdsAdapter(names: readonly string[]): boolean {
  return names.includes(ADAPTER_CONFIG) && !names.includes('config.json');
}

export function noAdapterWeights(): AppError {
  return new AppError({
    code: 'bad-input',
    reason: 'no_adapter_weights',
    message: `${ADAPTER_WEIGHTS} is missing next to ${ADAPTER_CONFIG}.`,
    remedy: 'Add the whole adapter folder. ToolTune cannot read .bin weights.',
  });
}

export interface AdapterConfig {
  readonly settings: LoraSettings;
  /** The base model as the adapter's author named it; empty if unknown. */
  readonly baseName: string;
}

/** Fields that describe how the adapter was made or stored, but do not change what it computes. */
const DESCRIPTIVE = new Set([
  'auto_mapping',
  'revision',
  'peft_version',
  'task_type',
  'inference_mode',
  'runtime_config',
  'megatron_core',
  // These have an effect only together with fields that are errors here.
  'qalora_group_size',
  'layers_pattern',
  'ensure_weight_tying',
]);
/** Values of `init_lora_weights` that leave the base weights unchanged; others (pissa, olora, corda, loftq, …) change them. */
const PLAIN_INITS: readonly unknown[] = [undefined, null, true, false, 'gaussian', 'eva', 'orthogonal'];

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

/** @throws AppError `bad-input` if the text is not an adapter's configuration, `unsupported` naming the field */
export function parseAdapterConfig(text: string): AdapterConfig {
  const parsed = schema.safeParse(jsonOf(text));
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.') ?? '';
    throw bad(`adapter_config.json: ${field} is missing or wrong.`);
  }
  const { peft_type, r, lora_alpha, lora_dropout, use_rslora, target_modules, base_model_name_or_path, init_lora_weights, ...others } =
    parsed.data;
  if (peft_type !== 'LORA') throw unsupported('peft_type', peft_type);
  if (!PLAIN_INITS.includes(init_lora_weights)) throw unsupported('init_lora_weights', init_lora_weights);
  for (const [name, value] of Object.entries(others)) {
    if (!DESCRIPTIVE.has(name) && !isUnset(value)) throw unsupported(name, value);
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

/** Writes the file for an adapter trained here. @param baseName where the base model can be found; null if unknown */
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
  const unknown = targets.find((name) => !targetModules.some((known) => known === name));
  if (unknown !== undefined || targets.length === 0) throw unsupported('target_modules', unknown ?? targets);
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
    remedy: 'Choose adapter_config.json and adapter_model.safetensors of one PEFT adapter.',
  });
}

function unsupported(name: string, value: unknown): AppError {
  const shown = JSON.stringify(value);
  return new AppError({
    code: 'unsupported',
    reason: 'adapter_setting',
    message: `adapter_config.json sets ${name} to ${shown}, which ToolTune does not support.`,
    remedy: 'Use a plain LoRA adapter on the linear layers, or merge this one into its base model with PEFT and add the merged model.',
    values: { name, value: shown },
  });
}

interface StoredModel extends Pick<ModelInfo, 'id' | 'name' | 'origin'> {
  readonly fromZero: boolean;
}

/**
 * Stored models that may be the base of an adapter: those that its `baseName` names, or all if it names none. Models that
 * start from random weights are left out, as these weights differ from run to run.
 */
export function basesNamed<Model extends StoredModel>(baseName: string, models: readonly Model[]): readonly Model[] {
  const lastPart = baseName.split(/[\\/]/).findLast((part) => part !== '');
  const isNamed = ({ id, name, origin }: Model) =>
    lastPart === undefined ||
    name === lastPart ||
    id === lastPart ||
    name === baseName ||
    (origin?.kind === 'hub' && origin.name === baseName);
  return models.filter((model) => !model.fromZero && isNamed(model));
}
