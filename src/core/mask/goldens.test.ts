// Ids and masks against transformers and TRL (reference/tokens/make_goldens.py), token for token.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { readQwen2Files, readQwen3InstructFiles, readTokenizerFiles } from '../../../scripts/tokenizer-files.mjs';
import { createTokenizer } from '../../tokenizer';
import { familyOf, type PromptOptions, renderPrompt, renderRecord } from '../chat-template';
import type { PromptFormat, RenderInput, Tokenizer } from '../tokenizer';
import { tokenizeExample } from '.';
import { type Expected, readGoldens } from './testing/read-goldens';

/** Milliseconds: a real tokenizer loads in about a second, on a busy machine in several. */
const LOADING = 60_000;

const read = (name: string) => JSON.parse(readFileSync(new URL(`./goldens/${name}.json`, import.meta.url), 'utf8'));
const rows: (RenderInput & { id: string })[] = read('rows').rows;

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
  const tokenized = tokenizeExample('row', renderRecord(row, tokenizer, format), tokenizer);
  return { ids: [...tokenized.inputIds], trained: rangesOf(tokenized.weights) };
}

/** Ids of the prompt for the last assistant message; undefined where nothing stands before it. */
function asked(row: RenderInput, tokenizer: Tokenizer, options: PromptOptions): number[] | undefined {
  const last = row.messages.findLastIndex((message) => message.role === 'assistant');
  if (last <= 0) return undefined;
  return [...tokenizer.encode(renderPrompt({ ...row, messages: row.messages.slice(0, last) }, tokenizer, 'template', options)).ids];
}

const FAMILIES = [
  { id: 'qwen2', files: readQwen2Files },
  { id: 'qwen2_5', files: () => readTokenizerFiles('qwen2_5') },
  { id: 'qwen3', files: () => readTokenizerFiles('qwen3') },
  { id: 'qwen3_instruct_2507', files: readQwen3InstructFiles },
  // The template of Qwen3-Instruct-2507 but for the words around the tools.
  { id: 'starter', family: 'qwen3_instruct_2507', files: () => readTokenizerFiles('starter') },
];

describe.each(FAMILIES)('$id', ({ id, family = id, files }) => {
  let tokenizer: Tokenizer;
  const golden = readGoldens(read(id));
  beforeAll(async () => {
    tokenizer = await createTokenizer(id, await files());
  }, LOADING);

  test('the family is found by what the template does', () => {
    expect(familyOf(tokenizer)?.id).toBe(family);
    expect(golden.rows.map((row) => row.id)).toEqual(rows.map((row) => row.id));
  });

  test('the template writes 200 rows at least', () => {
    expect(golden.rows.filter((row) => row.template).length).toBeGreaterThanOrEqual(200);
  });

  test.each(rows.map((row, index) => [row.id, row, golden.rows[index]] as const))('%s', (_, row, expected) => {
    expect(ours(row, tokenizer, 'function_call')).toEqual(expected?.dialect);
    if (expected?.template === undefined) {
      expect(() => renderRecord(row, tokenizer, 'template')).toThrow('leaves out');
      return;
    }
    expect(ours(row, tokenizer, 'template')).toEqual(expected.template);
    expect(asked(row, tokenizer, {})).toEqual(expected.prompt);
    expect(asked(row, tokenizer, { enableThinking: true })).toEqual(expected.promptThinking);
  });
});

describe('from-zero', () => {
  let tokenizer: Tokenizer;
  const golden = readGoldens(read('from-zero'));
  beforeAll(async () => {
    tokenizer = await createTokenizer('from-zero', await readTokenizerFiles('from-zero'));
  });

  test.each(rows.map((row, index) => [row.id, row, golden.rows[index]?.dialect] as const))('%s', (_, row, expected) => {
    expect(ours(row, tokenizer, 'function_call')).toEqual(expected);
    // Its own chat template writes the same.
    expect(ours(row, tokenizer, 'template')).toEqual(expected);
  });

  test('the sample has the ids that transformers gives it', () => {
    const lines = readFileSync(new URL('../../../public/samples/zh-from-zero/rows.jsonl', import.meta.url), 'utf8').split('\n');
    expect(golden.sample.length).toBeGreaterThan(0);
    const sample = lines.slice(0, golden.sample.length);
    expect(sample.map((line) => [...tokenizer.encode(JSON.parse(line).input).ids])).toEqual(golden.sample);
  });
});
