// Which trainable tensors the optimizer updates together. An adapter has hundreds of small tensors, and dispatching a small
// update to a GPU takes about as long as a large one, so small tensors are joined to one.

import { roundUp } from '../arithmetic';
import { nameInFiles, sizeOf } from '../weights';

export interface UpdateGroup {
  /** Whether weight decay applies to its tensors. */
  readonly decays: boolean;
  /** In order. */
  readonly tensors: readonly GroupedTensor[];
  /** Floats, including zeros at the end if several tensors are joined. */
  readonly size: number;
}

interface GroupedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Index of its first float in the group. */
  readonly from: number;
}

/** Most floats of a tensor that is joined; a larger one is updated alone. */
const MOST_JOINED = 2 ** 18;
/** Most floats of a group of joined tensors, as an update holds several copies of it in addition to the model. */
const MOST_IN_GROUP = 2 ** 20;
/** Joined tensors are padded to rows of this many floats, as their squares are summed by row. */
export const GROUP_ROW = 256;
const WITHOUT_DECAY = [/bias/i, /layernorm/i, /rmsnorm/i, /(?:^|\.)norm(?:$|\.)/i, /_norm(?:$|\.)/i];

/** @param trainables shapes by name on the device (a row shard has its own) */
export function updateGroups(trainables: Iterable<readonly [string, readonly number[]]>): UpdateGroup[] {
  const groups: { decays: boolean; tensors: GroupedTensor[]; floats: number }[] = [];
  const open = new Map<boolean, (typeof groups)[number]>();
  for (const [name, shape] of trainables) {
    const size = sizeOf(shape);
    const decays = hasWeightDecay(nameInFiles(name));
    const last = size <= MOST_JOINED ? open.get(decays) : undefined;
    if (last && last.floats + size <= MOST_IN_GROUP) {
      last.tensors.push({ name, shape, from: last.floats });
      last.floats += size;
      continue;
    }
    const group = { decays, tensors: [{ name, shape, from: 0 }], floats: size };
    groups.push(group);
    if (size <= MOST_JOINED) open.set(decays, group);
  }
  return groups.map(({ decays, tensors, floats }) => ({
    decays,
    tensors,
    size: tensors.length > 1 ? roundUp(floats, GROUP_ROW) : floats,
  }));
}

/**
 * Whether weight decay applies to a parameter: not to norms and biases, as in `Trainer.get_decay_parameter_names` of
 * transformers 5.23.
 * @param name as in the weights file
 */
export function hasWeightDecay(name: string): boolean {
  return !WITHOUT_DECAY.some((pattern) => pattern.test(name));
}
