import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRecords } from '../checks';
import { parseJson } from '../json';
import { casesOf } from '../metrics';
import { parseRecipe } from '../recipe';
import type { DataRecord, NewRecord } from '../record';
import { type Sample, sampleFiles, sampleNames, sampleOf, sampleRecipe } from '.';

function recordsOf({ train, eval: heldOut }: Sample): DataRecord[] {
  const withIds = (records: readonly NewRecord[], split: 'train' | 'eval') =>
    records.map((record, index) => ({ ...record, id: `${split}${index}`, tags: [], split }));
  return [...withIds(train, 'train'), ...withIds(heldOut, 'eval')];
}

function requests({ messages }: Pick<NewRecord, 'messages'>): string {
  return messages.flatMap(({ role, content }) => (role === 'user' ? [content] : [])).join('\n');
}

function valuesOf({ messages }: Pick<NewRecord, 'messages'>): string[] {
  const calls = messages.flatMap((message) => message.calls ?? []);
  return calls.map((call) => {
    const node = parseJson(call.argumentsText);
    const value = node.kind === 'object' ? node.members[0]?.value : undefined;
    return value?.kind === 'string' ? value.value : '';
  });
}

describe.each(sampleNames)('the files of %s', (name) => {
  const files = sampleFiles(name);

  it.each([...files.keys()])('the committed %s is what the generator makes', async (file) => {
    const committed = await readFile(new URL(`../../../public/samples/${name}/${file}`, import.meta.url), 'utf8');
    expect(committed === files.get(file), 'run node scripts/make-sample.mjs').toBe(true);
  });

  it('begin with three rows whose bytes are known', () => {
    const first = (files.get('rows.jsonl') ?? '').split('\n').slice(0, 3).join('\n');
    const bytes = `${first}\n`;
    expect(Buffer.byteLength(bytes)).toBe(850);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe('2304c2150502fa21e13af5773ffb4fa7c649c55b0e36a8dccf924a2684a76790');
  });

  it('contain the recipe of the sample', () => {
    expect(parseRecipe(files.get('config.yaml') ?? '')).toEqual({ recipe: sampleRecipe(name), ignored: [] });
  });
});

describe.each(sampleNames)('the sample %s', (name) => {
  const sample = sampleOf(name, 42);

  it('holds out requests of every kind', () => {
    expect(sample.eval.length).toBeGreaterThanOrEqual(60);
    const kinds = sample.eval.flatMap((record) => casesOf({ ...record, id: '' })).map(({ kind }) => kind);
    for (const kind of ['single', 'parallel', 'after_result', 'no_call'] as const) {
      expect(kinds.filter((other) => other === kind).length, kind).toBeGreaterThanOrEqual(15);
    }
  });

  it('passes every check', () => {
    const report = checkRecords({
      records: recordsOf(sample),
      projectTools: sample.tools,
      maxLength: 1024,
      tokenized: () => ({ length: 60, trained: 20, trainedWithin: 20 }),
    });
    expect(report.findings).toEqual([]);
  });

  it('never repeats a request, within a split or across both, whatever the seed', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const generated = sampleOf(name, seed);
        const all = [...generated.train, ...generated.eval].map(requests);
        expect(new Set(all).size).toBe(all.length);
        expect(generated.train.slice(0, 3)).toEqual(sample.train.slice(0, 3));
      }),
      { numRuns: 10 },
    );
  });

  it('depends on the seed alone', () => {
    expect(sampleOf(name, 42)).toEqual(sample);
    expect(sampleOf(name, 43)).not.toEqual(sample);
  });
});

it('asks the starter for values that training never has', () => {
  const sample = sampleOf('zh-tools', 42);
  const trained = new Set(sample.train.flatMap(valuesOf));
  const heldOut = sample.eval.flatMap(valuesOf);
  expect(heldOut.length).toBeGreaterThanOrEqual(80);
  expect(heldOut.filter((value) => trained.has(value))).toEqual([]);
  // With this many values, only copying can be learned.
  expect(trained.size).toBeGreaterThanOrEqual(400);
});

it('asks the from-zero model for values whose every character is often in training', () => {
  const sample = sampleOf('zh-from-zero', 42);
  const trained = sample.train.flatMap(valuesOf).join('');
  for (const character of new Set(sample.eval.flatMap(valuesOf).join(''))) {
    expect(trained.split(character).length - 1, character).toBeGreaterThanOrEqual(10);
  }
});
