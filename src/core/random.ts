// Seeded randomness of made rows: the same seed always gives the same rows.

import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export interface Random {
  /** An integer in [0, limit). */
  below(limit: number): number;
}

export function seededRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  return { below: (limit) => uniformInt(generator, 0, limit - 1) };
}

/** A shuffled copy (Fisher–Yates). */
export function shuffled<Item>(random: Random, items: readonly Item[]): Item[] {
  const rest = [...items];
  const result: Item[] = [];
  while (rest.length > 0) result.push(...rest.splice(random.below(rest.length), 1));
  return result;
}

/**
 * Deals the items in random order and shuffles anew when all are dealt, so that each comes up equally often: a small
 * model must have seen every value many times. Needs at least one item.
 */
export function deck<Item>(random: Random, items: readonly Item[]): () => Item {
  let rest: Item[] = [];
  return () => {
    if (rest.length === 0) rest = shuffled(random, items);
    const item = rest.pop();
    if (item === undefined) throw new RangeError('a deck needs at least one item');
    return item;
  };
}
