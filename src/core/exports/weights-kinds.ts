// The kinds of weights a run can be exported as. The files of each kind: worker/data/exports.

import { ELEMENT_BYTES, type ElementType } from '../weights';

/** Element types of exported weights, as transformers' `dtype` names them. */
export const exportDtypes = ['float32', 'float16', 'bfloat16'] as const;
export type ExportDtype = (typeof exportDtypes)[number];

/** The same types as safetensors files name them. */
export const elementTypes: Readonly<Record<ExportDtype, ElementType>> = { float32: 'F32', float16: 'F16', bfloat16: 'BF16' };

/** What the size of an export is estimated from. */
interface WeightsSize {
  /** Of the whole model; null = unknown. */
  readonly parameters: number | null;
  /** Of a run that trained an adapter. */
  readonly adapterBytes?: number | undefined;
}

interface WeightsKindInfo<Id extends string = string> {
  /** Its name in the recipe's `export`. */
  readonly id: Id;
  /** Only runs that trained an adapter (`method: lora`) have these weights. */
  readonly needsAdapter: boolean;
  /** The weights may not compute exactly what the run trained, so they are compared before they are exported. */
  readonly needsCheck: boolean;
  /** Element types the weights can have. */
  readonly elementTypes: readonly [ElementType, ...ElementType[]];
  /** Name of the archive and of the folder in it, without an extension. */
  archiveName(runName: string, type: ElementType): string;
  /** Approximate size of the archive in bytes; null = unknown. */
  bytes(size: WeightsSize, type: ElementType): number | null;
  /** Python lines that load the unpacked folder. */
  loadLines(folder: string): readonly string[];
}

const merged: WeightsKindInfo<'merged'> = {
  id: 'merged',
  needsAdapter: false,
  needsCheck: true,
  elementTypes: ['F32', 'F16', 'BF16'],
  archiveName: (runName, type) => (type === 'F32' ? runName : `${runName}-${type.toLowerCase()}`),
  bytes: ({ parameters }, type) => parameters && parameters * ELEMENT_BYTES[type],
  loadLines: (folder) => [
    'from transformers import AutoModelForCausalLM, AutoTokenizer',
    `model = AutoModelForCausalLM.from_pretrained("${folder}")`,
    `tokenizer = AutoTokenizer.from_pretrained("${folder}")`,
  ],
};

const adapter: WeightsKindInfo<'adapter'> = {
  id: 'adapter',
  needsAdapter: true,
  needsCheck: false,
  elementTypes: ['F32'],
  archiveName: (runName) => `${runName}-adapter`,
  bytes: ({ adapterBytes = null }) => adapterBytes,
  loadLines: (folder) => [
    'from peft import AutoPeftModelForCausalLM',
    `model = AutoPeftModelForCausalLM.from_pretrained("${folder}")  # fetches the base model it names`,
    'model = model.merge_and_unload()  # or leave it an adapter',
  ],
};

export const weightsKinds = [merged, adapter] as const;

/** Id of a kind of weights. */
export type WeightsKind = (typeof weightsKinds)[number]['id'];

export function isWeightsKind(kind: string): kind is WeightsKind {
  return weightsKinds.some(({ id }) => id === kind);
}

export function weightsKind(id: WeightsKind): WeightsKindInfo<WeightsKind> {
  const found = weightsKinds.find((kind) => kind.id === id);
  if (found === undefined) throw new Error(`There are no weights of the kind ${id}.`);
  return found;
}

/** The element type that weights of a kind are written in when `wanted` is asked for. */
export function writtenType({ elementTypes: types }: Pick<WeightsKindInfo, 'elementTypes'>, wanted: ElementType): ElementType {
  return types.includes(wanted) ? wanted : types[0];
}
