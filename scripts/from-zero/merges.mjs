// Byte-pair merges of the from-zero model's tokenizer, which make single tokens of the sample's English words and characters.

/** The characters of the bytes 0 to 255 in a byte-level vocabulary (GPT-2's table). */
export const BYTE_CHARACTERS = (() => {
  let spare = 256;
  const printable = (/** @type {number} */ byte) => (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(printable(byte) ? byte : spare++));
})();

/** @param {string} text */
const byteLevel = (text) => [...Buffer.from(text, 'utf8')].map((byte) => BYTE_CHARACTERS[byte] ?? '');

/** Compares by code units, which gives the same order on every machine. @param {string} a @param {string} b */
export const byCodeUnits = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Returns merges that make every English word of the sample one token. The most frequent pair comes first, as BPE is trained.
 * @param {readonly string[]} texts
 */
export function wordMerges(texts) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const text of texts) for (const [word] of text.matchAll(/[A-Za-z]{2,}/g)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const words = [...counts].map(([word, count]) => ({ parts: [...word], count }));
  /** @type {[string, string][]} */
  const merges = [];
  for (let pair = bestPair(words); pair !== null; pair = bestPair(words)) {
    merges.push(pair);
    for (const word of words) word.parts = merged(word.parts, pair);
  }
  return merges;
}

/** @param {readonly { parts: readonly string[], count: number }[]} words @returns {[string, string] | null} */
function bestPair(words) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { parts, count } of words) {
    for (let index = 0; index + 1 < parts.length; index++) {
      const pair = `${parts[index]} ${parts[index + 1]}`;
      counts.set(pair, (counts.get(pair) ?? 0) + count);
    }
  }
  const [best] = [...counts].sort(([a, m], [b, n]) => n - m || byCodeUnits(a, b));
  const [left, right] = best?.[0].split(' ') ?? [];
  return left === undefined || right === undefined ? null : [left, right];
}

/** @param {readonly string[]} parts @param {readonly [string, string]} pair */
function merged(parts, [left, right]) {
  /** @type {string[]} */
  const result = [];
  for (let index = 0; index < parts.length; index++) {
    const both = parts[index] === left && parts[index + 1] === right;
    result.push(both ? left + right : (parts[index] ?? ''));
    if (both) index++;
  }
  return result;
}

/**
 * Returns merges that make every multi-byte character of the sample one token.
 * @param {readonly string[]} texts
 */
export function characterMerges(texts) {
  const characters = [...new Set(texts.join('').normalize('NFC'))].filter((character) => Buffer.byteLength(character) > 1);
  /** @type {Map<string, [string, string]>} */
  const merges = new Map();
  for (const character of characters.sort(byCodeUnits)) {
    const parts = byteLevel(character);
    let left = parts[0] ?? '';
    for (const right of parts.slice(1)) {
      merges.set(`${left} ${right}`, [left, right]);
      left += right;
    }
  }
  // Shorter left halves first, so that each exists before it is merged further.
  return [...merges.values()].sort(([a], [b]) => a.length - b.length);
}
