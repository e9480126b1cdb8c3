// Ids and masks against transformers and TRL (reference/tokens/make_goldens.py), token for token.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { readTokenizerFiles } from '../../../scripts/tokenizer-files.mjs';
import { createTokenizer } from '../../tokenizer';
import { familyOf, renderPrompt, renderRecord } from '../template';
import type { PromptFormat, RenderInput, Tokenizer } from '../tokenizer';
import { tokenizeRow } from '.';

/** Milliseconds: a real tokenizer loads in about a second, on a busy machine in several. */
const LOADING = 60_000;

interface Golden {
  id: string;
  template: Expected;
  prompt: number[] | null;
  dialect: Expected;
}
interface Expected {
  ids: number[];
  trained: [number, number][];
}

const read = (name: string) => JSON.parse(readFileSync(new URL(`./goldens/${name}.json`, import.meta.url), 'utf8'));
const rows: (RenderInput & { id: string })[] = read('rows');

function rangesOf(weights: Float32Array): [number, number][] {
  const ranges: [number, number][] = [];
  weights.forEach((weight, index) => {
    const last = ranges.at(-1);
    if (weight === 0) return;
    if (last && last[1] === index) last[1] = index + 1;
    else ranges.push([index, index + 1]);
  });
  return ranges;
}

function ours(row: RenderInput, tokenizer: Tokenizer, format: PromptFormat): Expected {
  const tokenized = tokenizeRow('row', renderRecord(row, tokenizer, format), tokenizer);
  return { ids: [...tokenized.inputIds], trained: rangesOf(tokenized.weights) };
}

describe.each(['qwen2_5', 'qwen3'] as const)('%s', (id) => {
  let tokenizer: Tokenizer;
  const golden: Golden[] = read(id);
  beforeAll(async () => {
    tokenizer = await createTokenizer(id, await readTokenizerFiles(id));
  }, LOADING);

  test('the family is found by what the template does', () => {
    expect(familyOf(tokenizer)?.id).toBe(id);
  });

  test.each(rows.map((row, index) => [row.id, index] as const))('%s', (_, index) => {
    const row = rows[index];
    const expected = golden[index];
    if (!row || !expected) throw new Error('rows and goldens differ in number');
    expect(ours(row, tokenizer, 'template')).toEqual(expected.template);
    expect(ours(row, tokenizer, 'function_call')).toEqual(expected.dialect);
    const last = row.messages.findLastIndex((message) => message.role === 'assistant');
    if (expected.prompt === null) return;
    const asked = renderPrompt({ ...row, messages: row.messages.slice(0, last) }, tokenizer, 'template');
    expect([...tokenizer.encode(asked).ids]).toEqual(expected.prompt);
  });
});

describe('starter', () => {
  let tokenizer: Tokenizer;
  const golden: { id: string; dialect?: Expected; sample?: number[][] }[] = read('starter');
  beforeAll(async () => {
    tokenizer = await createTokenizer('starter', await readTokenizerFiles('starter'));
  });

  test.each(rows.map((row, index) => [row.id, index] as const))('%s', (_, index) => {
    const row = rows[index];
    const expected = golden[index]?.dialect;
    if (!row || !expected) throw new Error('rows and goldens differ in number');
    expect(ours(row, tokenizer, 'function_call')).toEqual(expected);
    // Its own chat template writes the same.
    expect(ours(row, tokenizer, 'template')).toEqual(expected);
  });

  test('the sample has the ids that transformers gives it', () => {
    const lines = readFileSync(new URL('../../../public/samples/zh-tools/rows.jsonl', import.meta.url), 'utf8').split('\n');
    const expected = golden.at(-1)?.sample ?? [];
    expect(expected.length).toBeGreaterThan(0);
    expect(lines.slice(0, expected.length).map((line) => [...tokenizer.encode(JSON.parse(line).input).ids])).toEqual(expected);
  });
});
