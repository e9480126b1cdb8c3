// Which side a record is on, decided by itself alone: adding or deleting others never moves it.

import type { Split } from '../record';

/**
 * `eval` for about `fraction` of all keys. The same key, fraction and seed always give the same side; a larger
 * fraction only moves keys from `train` to `eval`.
 */
export function splitFor(recordKey: string, fraction: number, seed: number): Split {
  return hash(recordKey, seed) / 2 ** 32 < fraction ? 'eval' : 'train';
}

/** FNV-1a over the UTF-16 units, then MurmurHash3's finalizer, so that neighbouring seeds and keys spread. */
function hash(text: string, seed: number): number {
  let value = 0x811c9dc5 ^ Math.imul(seed | 0, 0x9e3779b1);
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
