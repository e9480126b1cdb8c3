import { describe, expect, it } from 'vitest';
import { AppError } from '../failure';
import { type CheckpointMetadata, canonicalJson, readMetadata, requireSameRun, writeMetadata } from '.';

const hash = (digit: string) => digit.repeat(64);
const metadata: CheckpointMetadata = {
  version: 1,
  step: 8,
  epoch: 0.5,
  seed: 42,
  settings: hash('a'),
  rows: hash('b'),
  base: hash('c'),
  tooltune: '0.1.0',
  best: { step: 4, loss: 0.25 },
  skipped: 1,
};
const read = (changes: Readonly<Record<string, string>>) =>
  readMetadata(new Map(Object.entries({ ...writeMetadata(metadata), ...changes })), 8);

describe('metadata of a checkpoint', () => {
  it('survives writing and reading, with fields for any safetensors reader', () => {
    expect(read({})).toEqual(metadata);
    expect(writeMetadata(metadata)).toMatchObject({ format: 'pt', step: '8' });
  });

  it('is null for older files, and an error if it cannot be read', () => {
    expect(readMetadata(new Map([['format', 'pt']]), 8)).toBeNull();
    for (const text of ['', '{', JSON.stringify({ ...metadata, version: 2 }), JSON.stringify({ ...metadata, rows: 'b' })]) {
      expect(() => read({ tooltune: text }), text).toThrow('cannot read the checkpoint of step 8');
    }
  });

  it.each([
    ['base', 'checkpoint_of_other_base', 'another base model'],
    ['settings', 'checkpoint_of_other_settings', 'other settings'],
    ['rows', 'checkpoint_of_other_rows', 'other examples'],
  ] as const)('reports a different %s by name', (part, reason, what) => {
    requireSameRun(metadata, metadata);
    try {
      requireSameRun(metadata, { ...metadata, [part]: hash('0') });
      expect.unreachable();
    } catch (error) {
      expect(error instanceof AppError && error.failure).toMatchObject({
        code: 'blocked',
        reason,
        message: expect.stringContaining(what),
        values: { step: 8 },
      });
    }
  });
});

it('writes canonical JSON that does not depend on the order of keys', () => {
  expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: null })).toBe(canonicalJson({ a: null, b: [{ c: 2, d: 1 }] }));
  expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]));
});
