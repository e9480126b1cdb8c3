// A sample whose answers do not belong to their requests: what is learned from it must not be scored as knowledge.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const TURN = /(?<=<\|im_start\|>(\w+)\n)[\s\S]*?(?=<\|im_end\|>)/g;

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

/**
 * The answers of a row, each with what must follow it for the row to stay in order: nothing, or so many results.
 * @param {string} input @returns {{ text: string, place: string }[]}
 */
function answersOf(input) {
  const turns = [...input.matchAll(TURN)].map(([text, role = '']) => ({ text, role }));
  return turns.flatMap(({ text, role }, at) => {
    if (role !== 'assistant') return [];
    const rest = turns.slice(at + 1);
    const results = rest.findIndex((turn) => turn.role !== 'tool');
    return [{ text, place: rest.length === 0 ? 'last' : String(results < 0 ? rest.length : results) }];
  });
}

/** ChatML lines with the answers permuted among all rows, each among those that stand in the same place. @param {string} text @param {number} seed */
export function shuffleAnswers(text, seed) {
  /** @type {string[]} */
  const inputs = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).input);
  const all = inputs.flatMap(answersOf);
  const places = [...new Set(all.map(({ place }) => place))];
  const waiting = new Map(
    places.map((place) => [
      place,
      shuffle(
        all.filter((answer) => answer.place === place).map((answer) => answer.text),
        seed,
      ),
    ]),
  );
  const shuffled = inputs.map((input) => {
    const answers = answersOf(input).map(({ place }) => waiting.get(place)?.pop() ?? '');
    return input.replace(TURN, (turn, role) => (role === 'assistant' ? (answers.shift() ?? '') : turn));
  });
  return shuffled.map((input) => `${JSON.stringify({ input })}\n`).join('');
}

/** Copies the sample's folder and shuffles the answers of its training rows. @param {string} sample @param {string} folder @param {number} seed */
export function writeShuffledSample(sample, folder, seed) {
  cpSync(sample, folder, { recursive: true });
  const rows = join(folder, 'rows.jsonl');
  writeFileSync(rows, shuffleAnswers(readFileSync(rows, 'utf8'), seed));
}
