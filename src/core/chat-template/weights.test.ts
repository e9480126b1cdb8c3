// Weights from a row of a file to the tokens that are trained.

import { beforeAll, expect, test } from 'vitest';
import { readTokenizerFiles } from '../../../scripts/tokenizer-files.mjs';
import { createTokenizer } from '../../tokenizer';
import { readRow } from '../formats/read-row';
import { parseJson } from '../json';
import { tokenizeExample } from '../mask';
import type { Tokenizer } from '../tokenizer';
import { renderRecord } from '.';

let tokenizer: Tokenizer;
beforeAll(async () => {
  tokenizer = await createTokenizer('qwen3', await readTokenizerFiles('qwen3'));
}, 60_000);

/** Returns the trained texts of a row with their weights. Consecutive tokens of one weight are joined. */
function trained(line: string): [string, number][] {
  const { record: row } = readRow(parseJson(line), { file: 'a.jsonl', line: 1 });
  const { inputIds, weights } = tokenizeExample('r', renderRecord(row, tokenizer, 'function_call'), tokenizer);
  const runs: { ids: number[]; weight: number }[] = [];
  inputIds.forEach((id, token) => {
    const weight = weights[token] ?? 0;
    const last = runs.at(-1);
    if (last?.weight === weight) last.ids.push(id);
    else runs.push({ ids: [id], weight });
  });
  return runs.flatMap(({ ids, weight }) => (weight === 0 ? [] : [[tokenizer.decode(ids), weight]]));
}

test('weighs whole messages and parts of a message', () => {
  const messages = [
    { role: 'user', content: 'one' },
    { role: 'assistant', content: 'first', weight: 0.25 },
    { role: 'user', content: 'two' },
    { role: 'assistant', content: 'wrong', weight: 0 },
    { role: 'user', content: 'three' },
    {
      role: 'assistant',
      content: 'good bad good',
      weight: [
        { start: 4, end: 8, weight: 0 },
        { start: 8, end: 13, weight: 2 },
      ],
    },
  ];
  expect(trained(JSON.stringify({ messages }))).toEqual([
    ['first<|im_end|>', 0.25],
    ['good', 1],
    [' good', 2],
    ['<|im_end|>', 1],
  ]);
});

test('reads true and false as 1 and 0', () => {
  const of = (weight: boolean) =>
    trained(
      JSON.stringify({
        messages: [
          { role: 'user', content: 'a' },
          { role: 'assistant', content: 'b', weight },
        ],
      }),
    );
  expect(of(true)).toEqual([['b<|im_end|>', 1]]);
  expect(of(false)).toEqual([]);
});
