import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Uniform numbers in [0, 1) of 32 bits, a stream of its own for each answer: it does not depend on what shares its batch. */
export function randomOf(seed: number, answer: number): () => number {
  const generator = xoroshiro128plus(Math.imul(seed | 0, 0x9e3779b1) ^ Math.imul(answer + 1, 0x85ebca6b));
  return () => (generator.next() >>> 0) / 2 ** 32;
}
