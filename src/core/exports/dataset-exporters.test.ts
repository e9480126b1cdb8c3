import { describe, expect, it, vi } from 'vitest';
import type { DataRecord } from '../record';
import { datasetExporter, datasetExporters } from '.';

const record: DataRecord = {
  id: 'r1',
  source: { file: 'a.jsonl', line: 1, format: 'openai' },
  tags: [],
  split: 'train',
  tools: [],
  messages: [
    { role: 'user', content: 'Hello' },
    { role: 'assistant', content: 'Hi' },
  ],
};
const example = { id: 'r1', inputIds: Int32Array.of(5, 6, 7), weights: Float32Array.of(0, 1, 0.5) };

describe('every dataset exporter', () => {
  it('names a file of its own for each split', () => {
    const names = datasetExporters.flatMap((exporter) => [exporter.fileName('train'), exporter.fileName('eval')]);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z_]+\.jsonl$/);
  });

  it.each(datasetExporters)('$id writes one JSON object a record, with the columns it shows', async ({ openWriter, shownColumns }) => {
    const write = await openWriter({ tools: [], maxLength: 8, loadTokenizer: async () => () => ({ text: 'Hello', example }) });
    const { line, lost } = write(record);
    expect(line).not.toContain('\n');
    expect(Object.keys(JSON.parse(line))).toEqual(expect.arrayContaining([...shownColumns]));
    expect(lost).toEqual([]);
  });

  it.each(datasetExporters)('$id loads the tokenizer only if it says so', async ({ openWriter, usesTokenizer }) => {
    const loadTokenizer = vi.fn(async () => () => ({ text: 'Hello', example }));
    await openWriter({ tools: [], maxLength: 8, loadTokenizer });
    expect(loadTokenizer).toHaveBeenCalledTimes(usesTokenizer ? 1 : 0);
  });
});

it('keeps the names of exported files', () => {
  expect(datasetExporter('chatml').fileName('train')).toBe('qwen_toolcall_train.jsonl');
  expect(datasetExporter('function_call_messages').fileName('eval')).toBe('common_toolcall_eval.jsonl');
  expect(datasetExporter('openai').fileName('all')).toBe('openai_toolcall.jsonl');
  expect(datasetExporter('tokens').fileName('train')).toBe('tokens.jsonl');
  expect(datasetExporter('tokens').fileName('eval')).toBe('tokens_eval.jsonl');
});

it('writes tokens as training sees them: cut at the maximum length, each record tokenized once', async () => {
  const tokenize = vi.fn(() => ({ text: 'Hello', example }));
  const write = await datasetExporter('tokens').openWriter({ tools: [], maxLength: 2, loadTokenizer: async () => tokenize });
  expect(write(record).line).toBe('{"id":"r1","text":"Hello","input_ids":[5,6],"weights":[0,1]}');
  expect(tokenize).toHaveBeenCalledTimes(1);
});
