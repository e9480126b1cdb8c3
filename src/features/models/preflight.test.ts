import { expect, test } from 'vitest';
import { knownHubs } from '../../core/hub';
import { defaultLoraSettings } from '../../core/recipe/defaults';
import { parseModelConfig } from '../../core/weights';
import { QWEN3_06B } from '../../core/weights/testing/qwen3-0.6b';
import type { FoundModel } from '../../worker/protocol';
import { preflightOf } from './preflight';

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
const whole: FoundModel = { kind: 'model', model, config: parseModelConfig(JSON.stringify(QWEN3_06B)) };
const adapter: FoundModel = { kind: 'adapter', model, settings: defaultLoraSettings, baseName: 'Qwen/Qwen3-0.6B' };
const limits = { budget: 4 * GB, room: 10 * GB, maxTensorBytes: undefined };

test('what a step takes at least is held against the budget: the weights in F32 and little more', () => {
  const { bytes, memory, fitsMemory, fitsDisk } = preflightOf(whole, limits);
  expect(bytes).toBe(1.5 * GB + 1_000);
  expect(memory).toBeGreaterThan(596_049_920 * 4);
  expect([fitsMemory, fitsDisk]).toEqual([true, true]);
  expect(preflightOf(whole, { ...limits, budget: memory ?? 0 }).fitsMemory).toBe(true);
  expect(preflightOf(whole, { ...limits, budget: (memory ?? 0) - 1 }).fitsMemory).toBe(false);
});

test('the disk must hold all files; a room that is not known forbids nothing', () => {
  expect(preflightOf(whole, { ...limits, room: GB }).fitsDisk).toBe(false);
  expect(preflightOf(whole, { ...limits, room: null }).fitsDisk).toBe(true);
});

test('counts the files whose content the hub names by a hash, SHA-256 or git’s', () => {
  expect(preflightOf(whole, limits).hashed).toBe(2);
});

test('an adapter alone is judged by its base, not here', () => {
  expect(preflightOf(adapter, { ...limits, budget: 1 })).toMatchObject({ memory: null, fitsMemory: true });
});
