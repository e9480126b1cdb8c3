import { describe, expect, it } from 'vitest';
import { defaultRecipe, presets, presetWarnings, splitFor } from '.';
import type { ModelSource, TrainSettings } from './recipe';

describe('presets', () => {
  it('give the numbers of the standard recipe', () => {
    const standard = presets.find(({ id }) => id === 'standard')?.apply(defaultRecipe());
    expect(standard?.train).toMatchObject({
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
    const on = (model: ModelSource, id: (typeof presets)[number]['id'], given: ModelSource = model) => {
      const recipe = presets.find((preset) => preset.id === id)?.apply({ ...defaultRecipe(), model: given });
      if (!recipe) throw new Error(`no preset ${id}`);
      return presetWarnings({ ...recipe, model }, { heldOut: 8 }).map(({ code }) => code);
    };
    const [starter, fromZero, qwen] = [{ source: 'starter' }, { source: 'from-zero' }, { folder: 'qwen' }] as const;
    for (const model of [starter, fromZero, qwen]) expect(on(model, 'quick')).toEqual([]);
    expect(on(fromZero, 'standard')).toEqual(['recipe_rate_too_low', 'recipe_few_epochs']);
    expect(on(fromZero, 'lora')).toContain('recipe_lora_from_zero');
    for (const model of [starter, qwen]) for (const id of ['standard', 'lora'] as const) expect(on(model, id)).toEqual([]);
    // What suits one model is too much for another.
    expect(on(qwen, 'quick', fromZero)).toEqual(['recipe_rate_too_high']);
    expect(on(qwen, 'quick', starter)).toEqual(['recipe_rate_too_high']);
    expect(on(starter, 'quick', fromZero)).toEqual(['recipe_rate_too_high']);
  });

  it('quick: all weights of a model that starts from nothing, an adapter for one that does not', () => {
    const quick = (model: ModelSource) => presets[0]?.apply({ ...defaultRecipe(), model });
    expect(quick({ source: 'from-zero' })?.train).toMatchObject({ method: 'full', max_steps: -1 });
    expect(quick({ source: 'starter' })).toMatchObject({ train: { method: 'lora' }, lora: { r: 8, lora_alpha: 16 } });
    expect(quick({ folder: 'qwen' })).toMatchObject({ train: { method: 'lora' }, lora: { r: 16, lora_alpha: 32 } });
  });

  it('warn of what is decided by a held-out loss where nothing is held out', () => {
    const recipe = { ...defaultRecipe(), model: { folder: 'qwen' } };
    const codes = (train: Partial<TrainSettings>, heldOut: number) =>
      presetWarnings({ ...recipe, train: { ...recipe.train, ...train } }, { heldOut }).map(({ code }) => code);
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
