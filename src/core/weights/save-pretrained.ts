// How a model's weights are cut into files, as `save_pretrained` of transformers 5.23 names and indexes them.

import { sum } from '../arithmetic';
import { member, parseJson, stringNode, textOf, writePython } from '../json';
import type { NamedTensor } from './named-tensor';
import { sizeOf } from './parameter-shapes';
import { ELEMENT_BYTES, type ElementType } from './safetensors-header';
import { SINGLE_WEIGHTS } from './weight-index';

type Spec = Pick<NamedTensor, 'name' | 'shape'>;

/** Files are not larger, unless one tensor is. */
export const SHARD_BYTES = 2_000_000_000;

export interface Shard {
  readonly fileName: string;
  readonly tensors: readonly Spec[];
}

/** The files in order, each with consecutive tensors; one file when all fit into it. */
export function planShards(tensors: readonly Spec[], type: ElementType, limit = SHARD_BYTES): Shard[] {
  const groups: Spec[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const { name, shape } of tensors) {
    const size = sizeOf(shape) * ELEMENT_BYTES[type];
    if (bytes + size > limit) {
      groups.push([]);
      bytes = 0;
    }
    groups.at(-1)?.push({ name, shape });
    bytes += size;
  }
  if (groups.length === 1) return [{ fileName: SINGLE_WEIGHTS, tensors: groups[0] ?? [] }];
  const digits = (count: number) => String(count).padStart(5, '0');
  return groups.map((group, index) => ({
    fileName: `model-${digits(index + 1)}-of-${digits(groups.length)}.safetensors`,
    tensors: group,
  }));
}

/** model.safetensors.index.json: which file holds which tensor. */
export function shardIndex(shards: readonly Shard[], type: ElementType): string {
  const all = shards.flatMap(({ tensors }) => tensors);
  const parameters = sum(all.map(({ shape }) => sizeOf(shape)));
  const map = shards.flatMap(({ fileName, tensors }) => tensors.map(({ name }) => [name, fileName]));
  const index = {
    metadata: { total_parameters: parameters, total_size: parameters * ELEMENT_BYTES[type] },
    weight_map: Object.fromEntries(map),
  };
  return `${JSON.stringify(index, null, 2)}\n`;
}

/** As transformers names element types. */
const NAMES = { F32: 'float32', F16: 'float16', BF16: 'bfloat16' } as const;
/** Before transformers 4.56 the field had a longer name. */
const FIELDS = ['dtype', 'torch_dtype'];

/** A config.json that says what its weights are stored as; as it was where it says so already. */
export function withDtype(configText: string, type: ElementType): string {
  const config = parseJson(configText);
  if (config.kind !== 'object') return configText;
  const fields = FIELDS.filter((field) => member(config, field) !== undefined);
  if (fields.length > 0 && fields.every((field) => textOf(member(config, field)) === NAMES[type])) return configText;
  const others = config.members.filter(({ key }) => !FIELDS.includes(key));
  const said = (fields.length > 0 ? fields : ['dtype']).map((key) => ({ key, value: stringNode(NAMES[type]) }));
  return `${writePython({ ...config, members: [...others, ...said] })}\n`;
}
