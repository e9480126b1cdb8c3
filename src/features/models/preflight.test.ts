import { expect, test } from 'vitest';
import { knownHubs } from '../../core/hub';
import { defaultLoraSettings } from '../../core/recipe/defaults';
import { parseModelConfig } from '../../core/weights';
import { QWEN3_06B } from '../../core/weights/testing/qwen3-0.6b';
import type { FoundKind } from '../../worker/protocol';
import { bytesOf, hashedFiles, preflightOf } from './preflight';

const GB = 1e9;
const model = {
  hub: knownHubs.huggingface,
  name: 'Qwen/Qwen3-0.6B',
  revision: 'main',
  commit: 'c'.repeat(40),
  files: [
    { path: 'config.json', bytes: 1_000, sha256: null, gitBlob: 'b'.repeat(40) },
    { path: 'tokenizer.json', bytes: 0, sha256: null },
    { path: 'model.safetensors', bytes: 1.5 * GB, sha256: 'a'.repeat(64) },
  ],
};
const whole: FoundKind = { kind: 'model', config: parseModelConfig(JSON.stringify(QWEN3_06B)) };
const adapter: FoundKind = { kind: 'adapter', settings: defaultLoraSettings, baseName: 'Qwen/Qwen3-0.6B' };
const storage = { usage: 1 * GB, quota: 11 * GB, persisted: true };
const limits = { budget: 4 * GB, storage, device: null };
const bytes = bytesOf(model);

test('what a step takes at least is held against the budget: the weights in F32 and little more', () => {
  const { memory, room, fitsMemory, fitsDisk } = preflightOf(whole, bytes, limits);
  expect(bytes).toBe(1.5 * GB + 1_000);
  expect(memory).toBeGreaterThan(596_049_920 * 4);
  expect(room).toBe(10 * GB);
  expect([fitsMemory, fitsDisk]).toEqual([true, true]);
  expect(preflightOf(whole, bytes, { ...limits, budget: memory ?? 0 }).fitsMemory).toBe(true);
  expect(preflightOf(whole, bytes, { ...limits, budget: (memory ?? 0) - 1 }).fitsMemory).toBe(false);
});

test('the disk must hold all files; a room that is not known forbids nothing', () => {
  expect(preflightOf(whole, 11 * GB, limits).fitsDisk).toBe(false);
  expect(preflightOf(whole, 11 * GB, { ...limits, storage: null })).toMatchObject({ room: null, fitsDisk: true });
});

test('counts the files whose content the hub names by a hash, SHA-256 or git’s', () => {
  expect(hashedFiles(model)).toBe(2);
});

test('an adapter alone is judged by its base, not here', () => {
  expect(preflightOf(adapter, bytes, { ...limits, budget: 1 })).toMatchObject({ memory: null, fitsMemory: true });
});
