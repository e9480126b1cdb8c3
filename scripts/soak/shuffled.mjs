// A sample whose answers do not belong to their requests: what is learned from it must not be scored as knowledge.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ANSWER = /(?<=<\|im_start\|>assistant\n)[\s\S]*?(?=<\|im_end\|>)/g;

/** Numbers in [0, 1) from a seed (mulberry32). @param {number} seed */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Fisher–Yates. @template T @param {readonly T[]} values @param {number} seed @returns {T[]} */
function shuffle(values, seed) {
  const next = random(seed);
  const mixed = [...values];
  for (let last = mixed.length - 1; last > 0; last--) {
    const other = Math.floor(next() * (last + 1));
    const held = mixed.splice(last, 1, ...mixed.slice(other, other + 1));
    mixed.splice(other, 1, ...held);
  }
  return mixed;
}

/** ChatML lines with the answers permuted among all rows. @param {string} text @param {number} seed */
export function shuffleAnswers(text, seed) {
  const rows = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const answers = shuffle(
    rows.flatMap((row) => row.input.match(ANSWER) ?? []),
    seed,
  );
  let used = 0;
  return rows.map((row) => `${JSON.stringify({ input: row.input.replace(ANSWER, () => answers[used++] ?? '') })}\n`).join('');
}

/** Copies the sample's folder and shuffles the answers of its training rows. @param {string} sample @param {string} folder @param {number} seed */
export function writeShuffledSample(sample, folder, seed) {
  cpSync(sample, folder, { recursive: true });
  const rows = join(folder, 'rows.jsonl');
  writeFileSync(rows, shuffleAnswers(readFileSync(rows, 'utf8'), seed));
}
