import { describe, expect, it } from 'vitest';
import { defaultRecipe, presets, presetWarnings, splitFor } from '.';
import type { TrainSettings } from './recipe';

describe('presets', () => {
  it('give the brief’s numbers', () => {
    const brief = presets.find(({ id }) => id === 'brief')?.apply(defaultRecipe());
    expect(brief?.train).toMatchObject({
      max_length: 1024,
      num_train_epochs: 3,
      per_device_train_batch_size: 2,
      save_steps: 50,
      save_total_limit: 2,
      logging_steps: 10,
      learning_rate: 2e-4,
    });
  });

  it('warn of what does not suit the model', () => {
    const [quick, brief] = presets.map((preset) => preset.apply(defaultRecipe()));
    const lora = presets.find(({ id }) => id === 'lora')?.apply({ ...defaultRecipe(), model: { folder: 'qwen' } });
    if (!quick || !brief || !lora) throw new Error('three presets are expected');
    expect(presetWarnings(quick, { fromZero: true, heldOut: 8 })).toEqual([]);
    expect(presetWarnings(brief, { fromZero: true, heldOut: 8 }).map(({ code }) => code)).toEqual([
      'recipe_rate_too_low',
      'recipe_few_epochs',
    ]);
    expect(presetWarnings(brief, { fromZero: false, heldOut: 8 })).toEqual([]);
    expect(presetWarnings(quick, { fromZero: false, heldOut: 8 }).map(({ code }) => code)).toEqual(['recipe_rate_too_high']);
    expect(presetWarnings(lora, { fromZero: false, heldOut: 8 })).toEqual([]);
    expect(presetWarnings(lora, { fromZero: true, heldOut: 8 }).map(({ code }) => code)).toContain('recipe_lora_from_zero');
    const onQwen = presets[0]?.apply({ ...defaultRecipe(), model: { folder: 'qwen' } });
    expect(onQwen && presetWarnings(onQwen, { fromZero: false, heldOut: 8 })).toEqual([]);
    expect(onQwen?.train.method).toBe('lora');
    expect(quick.train.method).toBe('full');
  });

  it('warn of what is decided by a held-out loss where nothing is held out', () => {
    const recipe = { ...defaultRecipe(), model: { folder: 'qwen' } };
    const codes = (train: Partial<TrainSettings>, heldOut: number) =>
      presetWarnings({ ...recipe, train: { ...recipe.train, ...train } }, { fromZero: false, heldOut }).map(({ code }) => code);
    expect(codes({}, 0)).toEqual([]);
    expect(codes({ load_best_model_at_end: true }, 0)).toEqual(['recipe_best_unmeasured']);
    expect(codes({ early_stopping_patience: 2 }, 0)).toEqual(['recipe_stopping_unmeasured']);
    expect(codes({ load_best_model_at_end: true, early_stopping_patience: 2 }, 1)).toEqual([]);
  });
});

describe('splitFor', () => {
  it('takes about the fraction, and only ever more of it', () => {
    const keys = Array.from({ length: 4000 }, (_, index) => `查一下${index}的天气`);
    const held = (fraction: number) => new Set(keys.filter((key) => splitFor(key, fraction, 42) === 'eval'));
    expect(held(0).size).toBe(0);
    expect(held(1).size).toBe(keys.length);
    expect(Math.abs(held(0.2).size / keys.length - 0.2)).toBeLessThan(0.02);
    const more = held(0.3);
    for (const key of held(0.2)) expect(more.has(key)).toBe(true);
  });

  it('is another split for another seed', () => {
    const keys = Array.from({ length: 1000 }, (_, index) => String(index));
    const both = keys.filter((key) => splitFor(key, 0.5, 1) === splitFor(key, 0.5, 2));
    expect(Math.abs(both.length / keys.length - 0.5)).toBeLessThan(0.1);
  });
});
