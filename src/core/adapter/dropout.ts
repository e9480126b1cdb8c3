import { hashText } from '../hash-text';

/**
 * Inverted dropout: 0 with probability `rate`, else 1 / (1 - rate). A value depends on its index and the arguments
 * only, so that a recomputed or resumed step drops the same inputs.
 * @param draw number of the batch in the run
 * @param name of the layer
 */
export function dropoutFactors(size: number, rate: number, seed: number, draw: number, name: string): Float32Array {
  const key = mix(mix(seed ^ hashText(name)) ^ draw);
  const kept = 1 / (1 - rate);
  return Float32Array.from({ length: size }, (_, index) => (mix(key ^ Math.imul(index + 1, 0x9e3779b1)) >>> 0 < rate * 2 ** 32 ? 0 : kept));
}

/** MurmurHash3's finalizer. */
function mix(bits: number): number {
  let value = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return value ^ (value >>> 16);
}
