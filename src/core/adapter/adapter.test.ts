import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AppError } from '../failure';
import type { ModelOrigin } from '../model-info';
import type { LoraSettings } from '../recipe';
import { defaultLoraSettings } from '../recipe/defaults';
import { adapterScale, basesNamed, dropoutFactors, initialAdapter, mergedWeight, parseAdapterConfig, writeAdapterConfig } from '.';

const goldens = new URL('../../ml/lora/goldens/', import.meta.url);
const fromPeft = (name: string) => readFileSync(new URL(`${name}/adapter_config.json`, goldens), 'utf8');
const changed = (fields: object) => JSON.stringify({ ...JSON.parse(fromPeft('rank-one')), ...fields });
const config = {
  architecture: 'qwen3' as const,
  vocabularySize: 50,
  hiddenSize: 16,
  intermediateSize: 24,
  layers: 2,
  heads: 4,
  keyValueHeads: 2,
  headDim: 6,
  attentionBias: false,
  outputBias: false,
  queryKeyNorm: true,
  normEpsilon: 1e-6,
  ropeTheta: 1e4,
  ropeScaling: { type: 'default' as const },
  maxPositions: 128,
  tied: true,
  initializerRange: 0.1,
};

describe('adapter_config.json', () => {
  it('is read as PEFT writes it', () => {
    expect(parseAdapterConfig(fromPeft('rank-stabilized'))).toEqual({
      settings: { r: 3, lora_alpha: 5, lora_dropout: 0, use_rslora: true, target_modules: ['q_proj', 'v_proj'] },
      baseName: '',
    });
  });

  it('survives writing and reading', () => {
    const settings: LoraSettings = { r: 8, lora_alpha: 12.5, lora_dropout: 0.1, use_rslora: true, target_modules: ['k_proj', 'up_proj'] };
    expect(parseAdapterConfig(writeAdapterConfig(settings, 'Qwen/Qwen3-0.6B'))).toEqual({ settings, baseName: 'Qwen/Qwen3-0.6B' });
  });

  it('reads all-linear as the seven modules', () => {
    const { settings } = parseAdapterConfig(changed({ target_modules: 'all-linear' }));
    expect(settings.target_modules).toEqual(defaultLoraSettings.target_modules);
  });

  it.each([
    { use_dora: true },
    { bias: 'lora_only' },
    { modules_to_save: ['lm_head'] },
    { rank_pattern: { q_proj: 4 } },
    { alpha_pattern: { q_proj: 4 } },
    { layers_to_transform: [0] },
    { fan_in_fan_out: true },
    { init_lora_weights: 'pissa' },
    { target_modules: ['q_proj', 'embed_tokens'] },
    { target_modules: '.*_proj' },
    { peft_type: 'LOHA' },
    { a_future_setting: 1 },
  ])('names the unsupported field of %o', (fields) => {
    const [name] = Object.keys(fields);
    const read = () => parseAdapterConfig(changed(fields));
    expect(read).toThrow(AppError);
    expect(read).toThrow(`adapter_config.json sets ${name} to `);
  });

  it('reports a missing field, and text that is not JSON', () => {
    expect(() => parseAdapterConfig(changed({ r: undefined }))).toThrow('adapter_config.json: r is missing or wrong');
    expect(() => parseAdapterConfig('{')).toThrow('adapter_config.json is not JSON');
  });
});

describe('a new adapter', () => {
  const settings = { ...defaultLoraSettings, r: 64 };
  const tensors = initialAdapter(config, settings, 7);

  it('has B zero and A uniform within ±1/√I, different for each layer and seed', () => {
    for (const { name, shape, data } of tensors) {
      const bound = 1 / Math.sqrt(shape[1] ?? 0);
      const [least, most] = [Math.min(...data), Math.max(...data)];
      if (name.includes('lora_B')) expect([least, most]).toEqual([0, 0]);
      else {
        expect(least).toBeGreaterThanOrEqual(-bound);
        expect(most).toBeLessThan(bound);
        // Variance of a uniform value: bound² / 3.
        const variance = data.reduce((sum, value) => sum + value ** 2, 0) / data.length;
        expect(Math.abs((variance * 3) / bound ** 2 - 1)).toBeLessThan(0.15);
      }
    }
    const texts = [...tensors, ...initialAdapter(config, settings, 8)].map(({ data }) => data.join()).filter((text) => /[1-9]/.test(text));
    expect(new Set(texts).size).toBe(2 * 14);
  });

  it('is scaled by lora_alpha / r, or by lora_alpha / √r with rsLoRA', () => {
    expect(adapterScale({ ...settings, r: 16, lora_alpha: 8 })).toBe(0.5);
    expect(adapterScale({ ...settings, r: 16, lora_alpha: 8, use_rslora: true })).toBe(2);
  });
});

describe('dropout', () => {
  it('drops its share, keeps the mean, and repeats only for the same micro-step and layer', () => {
    const factors = dropoutFactors(20_000, 0.2, 42, 3, 'layer');
    const dropped = factors.filter((factor) => factor === 0).length;
    expect(Math.abs(dropped / factors.length - 0.2)).toBeLessThan(0.01);
    expect(new Set(factors)).toEqual(new Set([0, Math.fround(1.25)]));
    expect(dropoutFactors(20_000, 0.2, 42, 3, 'layer')).toEqual(factors);
    for (const other of [dropoutFactors(20_000, 0.2, 42, 4, 'layer'), dropoutFactors(20_000, 0.2, 42, 3, 'other')]) {
      // Independent factors agree at 0.8² + 0.2² of the indexes.
      const same = other.filter((factor, index) => factor === factors[index]).length;
      expect(Math.abs(same / factors.length - 0.68)).toBeLessThan(0.02);
    }
  });
});

it('merges W + scale·B·A', () => {
  const merged = mergedWeight(Float32Array.of(1, 2, 3, 4, 5, 6), Float32Array.of(1, 0, -1), Float32Array.of(2, 10), [2, 3], 0.5);
  expect([...merged]).toEqual([2, 2, 2, 9, 5, 1]);
  expect(() => mergedWeight(new Float32Array(6), new Float32Array(2), new Float32Array(2), [2, 3], 1)).toThrow(RangeError);
});

describe('base models of an adapter', () => {
  const origin: ModelOrigin = { kind: 'hub', address: 'https://hub.example', name: 'owner/base', revision: 'main', commit: 'c'.repeat(40) };
  const models = [
    { id: 'starter', name: 'starter', fromZero: false },
    { id: 'from-zero', name: 'from-zero', fromZero: true },
    { id: 'm1', name: 'base', fromZero: false },
    { id: 'm2', name: 'renamed', fromZero: false, origin },
    { id: 'm3', name: 'other/base', fromZero: false },
  ];

  it.each([
    ['owner/base', ['m1', 'm2']],
    ['other/base', ['m1', 'm3']],
    ['C:\\models\\base\\', ['m1']],
    ['m2', ['m2']],
    ['Qwen/Qwen3-0.6B', []],
    ['from-zero', []],
    ['', ['starter', 'm1', 'm2', 'm3']],
  ])('are found for %j by folder name, full name, hub name or id', (baseName, ids) => {
    expect(basesNamed(baseName, models).map(({ id }) => id)).toEqual(ids);
  });
});
