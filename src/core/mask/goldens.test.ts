// Compares ids and masks with transformers and TRL (reference/tokens/make_goldens.py), token by token.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { readQwen2Files, readQwen3InstructFiles, readTokenizerFiles } from '../../../scripts/tokenizer-files.mjs';
import { createTokenizer } from '../../tokenizer';
import { familyOf, type PromptOptions, renderPrompt, renderRecord } from '../chat-template';
import type { PromptFormat, RenderInput, Tokenizer } from '../tokenizer';
import { tokenizeExample } from '.';
import { type Expected, readGoldens } from './testing/read-goldens';

/** Milliseconds. A real tokenizer loads in about a second, on a busy machine in several. */
const LOADING = 60_000;

const read = (name: string) => JSON.parse(readFileSync(new URL(`./goldens/${name}.json`, import.meta.url), 'utf8'));
const records: (RenderInput & { id: string })[] = read('rows').rows;

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

function actual(record: RenderInput, tokenizer: Tokenizer, format: PromptFormat): Expected {
  const tokenized = tokenizeExample('record', renderRecord(record, tokenizer, format), tokenizer);
  return { ids: [...tokenized.inputIds], trained: rangesOf(tokenized.weights) };
}

/** Returns the ids of the prompt for the last assistant message; undefined where no message comes before it. */
function promptIds(record: RenderInput, tokenizer: Tokenizer, options: PromptOptions): number[] | undefined {
  const last = record.messages.findLastIndex((message) => message.role === 'assistant');
  if (last <= 0) return undefined;
  return [...tokenizer.encode(renderPrompt({ ...record, messages: record.messages.slice(0, last) }, tokenizer, 'template', options)).ids];
}

const FAMILIES = [
  { id: 'qwen2', files: readQwen2Files },
  { id: 'qwen2_5', files: () => readTokenizerFiles('qwen2_5') },
  { id: 'qwen3', files: () => readTokenizerFiles('qwen3') },
  { id: 'qwen3_instruct_2507', files: readQwen3InstructFiles },
  // The template of Qwen3-Instruct-2507, with other words around the tools.
  { id: 'starter', family: 'qwen3_instruct_2507', files: () => readTokenizerFiles('starter') },
];

describe.each(FAMILIES)('$id', ({ id, family = id, files }) => {
  let tokenizer: Tokenizer;
  const golden = readGoldens(read(id));
  beforeAll(async () => {
    tokenizer = await createTokenizer(id, await files());
  }, LOADING);

  test('the family is recognised by what the template writes', () => {
    expect(familyOf(tokenizer)?.id).toBe(family);
    expect(golden.records.map((record) => record.id)).toEqual(records.map((record) => record.id));
  });

  test('the template renders at least 200 of the records', () => {
    expect(golden.records.filter((record) => record.template).length).toBeGreaterThanOrEqual(200);
  });

  test.each(records.map((record, index) => [record.id, record, golden.records[index]] as const))('%s', (_, record, expected) => {
    expect(actual(record, tokenizer, 'function_call')).toEqual(expected?.functionCall);
    if (expected?.template === undefined) {
      expect(() => renderRecord(record, tokenizer, 'template')).toThrow('leaves out');
      return;
    }
    expect(actual(record, tokenizer, 'template')).toEqual(expected.template);
    expect(promptIds(record, tokenizer, {})).toEqual(expected.prompt);
    expect(promptIds(record, tokenizer, { enableThinking: true })).toEqual(expected.promptThinking);
  });
});

describe('from-zero', () => {
  let tokenizer: Tokenizer;
  const golden = readGoldens(read('from-zero'));
  beforeAll(async () => {
    tokenizer = await createTokenizer('from-zero', await readTokenizerFiles('from-zero'));
  });

  test.each(records.map((record, index) => [record.id, record, golden.records[index]?.functionCall] as const))(
    '%s',
    (_, record, expected) => {
      expect(actual(record, tokenizer, 'function_call')).toEqual(expected);
      // Its own chat template renders the same text.
      expect(actual(record, tokenizer, 'template')).toEqual(expected);
    },
  );

  test('the sample has the same ids as in transformers', () => {
    const lines = readFileSync(new URL('../../../public/samples/zh-from-zero/rows.jsonl', import.meta.url), 'utf8').split('\n');
    expect(golden.sample.length).toBeGreaterThan(0);
    const sample = lines.slice(0, golden.sample.length);
    expect(sample.map((line) => [...tokenizer.encode(JSON.parse(line).input).ids])).toEqual(golden.sample);
  });
});
