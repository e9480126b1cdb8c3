// Which trainables an optimizer updates in one go. An adapter has hundreds of small tensors, and a GPU takes about as long
// to be told of a small update as of a large one: small tensors are joined to one.

import { nameInFiles, sizeOf } from '../weights';

export interface UpdateGroup {
  /** Whether weight decay applies to its tensors. */
  readonly decays: boolean;
  /** In order, each with its first float in the group. */
  readonly tensors: readonly GroupedTensor[];
  /** Floats, with zeros at the end where several tensors are joined. */
  readonly size: number;
}

export interface GroupedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly from: number;
}

/** Floats: a larger tensor is worth an update of its own. */
const SMALL = 2 ** 18;
/** Floats of joined tensors at most, as they stand beside the model in several copies while they are updated. */
const MOST = 2 ** 20;
/** Joined tensors are padded to rows of so many floats: their squares are summed by row. */
export const GROUP_ROW = 256;

/** @param trainables shapes by name */
export function updateGroups(trainables: Iterable<readonly [string, readonly number[]]>): UpdateGroup[] {
  const groups: { decays: boolean; tensors: GroupedTensor[]; floats: number }[] = [];
  const open = new Map<boolean, (typeof groups)[number]>();
  for (const [name, shape] of trainables) {
    const size = sizeOf(shape);
    const decays = hasWeightDecay(nameInFiles(name));
    const last = size <= SMALL ? open.get(decays) : undefined;
    if (last && last.floats + size <= MOST) {
      last.tensors.push({ name, shape, from: last.floats });
      last.floats += size;
      continue;
    }
    const group = { decays, tensors: [{ name, shape, from: 0 }], floats: size };
    groups.push(group);
    if (size <= SMALL) open.set(decays, group);
  }
  return groups.map(({ decays, tensors, floats }) => ({
    decays,
    tensors,
    size: tensors.length > 1 ? Math.ceil(floats / GROUP_ROW) * GROUP_ROW : floats,
  }));
}

// Which parameters weight decay applies to: `Trainer.get_decay_parameter_names` of transformers 5.23.

const WITHOUT_DECAY = [/bias/i, /layernorm/i, /rmsnorm/i, /(?:^|\.)norm(?:$|\.)/i, /_norm(?:$|\.)/i];

/** False for norms and biases. @param name as in the weights file */
export function hasWeightDecay(name: string): boolean {
  return !WITHOUT_DECAY.some((pattern) => pattern.test(name));
}
