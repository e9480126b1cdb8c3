// The files of a saved model as `save_pretrained` of transformers 5.23 writes them: shards of weights, their index, and the
// dtype in config.json.

import { sum } from '../arithmetic';
import { member, parseJson, stringNode, textOf, writePython } from '../json';
import type { NamedTensor } from './named-tensor';
import { sizeOf } from './parameter-shapes';
import { ELEMENT_BYTES, type ElementType } from './safetensors-header';
import { SINGLE_WEIGHTS } from './weight-index';

type Spec = Pick<NamedTensor, 'name' | 'shape'>;

/** Most bytes of a shard; only a larger tensor exceeds it. */
const SHARD_BYTES = 2_000_000_000;

export interface Shard {
  readonly fileName: string;
  readonly tensors: readonly Spec[];
}

/** Divides tensors into shards, in order; a single file if all fit. @param limit bytes of a shard */
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
  const padded = (count: number) => String(count).padStart(5, '0');
  return groups.map((group, index) => ({
    fileName: `model-${padded(index + 1)}-of-${padded(groups.length)}.safetensors`,
    tensors: group,
  }));
}

/** Writes model.safetensors.index.json, which names the file of each tensor. */
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

/** Names of the element types in transformers. */
const DTYPES = { F32: 'float32', F16: 'float16', BF16: 'bfloat16' } as const;
/** The field in config.json; its longer name is from before transformers 4.56. */
const FIELDS = ['dtype', 'torch_dtype'];

/** Sets the dtype in the text of config.json. Text that already has this dtype is unchanged. */
export function withDtype(configText: string, type: ElementType): string {
  const config = parseJson(configText);
  if (config.kind !== 'object') return configText;
  const fields = FIELDS.filter((field) => member(config, field) !== undefined);
  if (fields.length > 0 && fields.every((field) => textOf(member(config, field)) === DTYPES[type])) return configText;
  const others = config.members.filter(({ key }) => !FIELDS.includes(key));
  const dtypes = (fields.length > 0 ? fields : ['dtype']).map((key) => ({ key, value: stringNode(DTYPES[type]) }));
  return `${writePython({ ...config, members: [...others, ...dtypes] })}\n`;
}
