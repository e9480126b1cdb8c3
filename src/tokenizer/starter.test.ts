// Compares the starter's ids with transformers (reference/starter/make_goldens.py) on texts that are hard to tokenize:
// parts of its long added tokens, nested ones, and every kind of character.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { readTokenizerFiles } from '../../scripts/tokenizer-files.mjs';
import { createTokenizer } from '.';

const { rows: cases } = z
  .object({ rows: z.array(z.object({ text: z.string(), ids: z.array(z.int()) })) })
  .parse(JSON.parse(readFileSync(new URL('./goldens/starter.json', import.meta.url), 'utf8')));
const tokenizer = await createTokenizer('starter', await readTokenizerFiles('starter'));

test('encodes every text to the ids of transformers, and decodes them back', () => {
  expect(cases.length).toBeGreaterThanOrEqual(400);
  for (const { text, ids } of cases) {
    expect([...tokenizer.encode(text).ids], JSON.stringify(text)).toEqual(ids);
    expect(tokenizer.decode(ids)).toBe(text);
  }
});

test('covers the characters of each token, also of long added ones', () => {
  const whole = (text: string) => !text.includes('\\x');
  for (const { text } of cases) {
    const { ids, starts, ends } = tokenizer.encode(text);
    ids.forEach((id, index) => {
      const shown = tokenizer.tokenText(id);
      if (whole(shown) && whole(text)) expect(text.slice(starts[index], ends[index])).toBe(shown);
    });
  }
  const scaffold = '{"type": "function", "function": {"name": "';
  const { ids, starts, ends } = tokenizer.encode(`${scaffold}北京`);
  expect([...starts].map((start, index) => [start, ends[index]])).toEqual([
    [0, scaffold.length],
    [scaffold.length, scaffold.length + 1],
    [scaffold.length + 1, scaffold.length + 2],
  ]);
  expect(ids).toHaveLength(3);
});
