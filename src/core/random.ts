// Seeded randomness: the same seed gives the same values on every machine.

import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import { hashText } from './hash-text';

/** A generator for one of several numbered things, each with a sequence of its own. @param index an integer */
export function numberedGenerator(seed: number, index: number): RandomGenerator {
  return xoroshiro128plus(Math.imul(seed | 0, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b));
}

/** A generator for one of several named things, each with a sequence of its own. */
export function namedGenerator(seed: number, name: string): RandomGenerator {
  return xoroshiro128plus((seed | 0) ^ hashText(name));
}

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
 * Deals the items in random order and shuffles them again when all are dealt, so that each comes up equally often: a
 * small model must see every value many times. Needs at least one item.
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
