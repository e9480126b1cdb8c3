import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '../../core/recipe';
import { seriesOf } from './chart-data';
import { differences, overlay, valueUpTo } from './compare-data';

describe('overlay', () => {
  it('lays series of different steps over all of them', () => {
    const { steps, raw, smoothed } = overlay([seriesOf([1, 2, 4], [3, 2, 1], 0.5), seriesOf([2, 3], [5, 4], 0)]);
    expect(steps).toEqual([1, 2, 3, 4]);
    expect(raw).toEqual([
      [3, 2, null, 1],
      [null, 5, 4, null],
    ]);
    expect(smoothed[0]?.[0]).toBe(3);
    expect(smoothed[0]?.[3]).toBeGreaterThan(1);
  });

  it('of nothing is nothing', () => {
    expect(overlay([])).toEqual({ steps: [], raw: [], smoothed: [] });
  });
});

describe('valueUpTo', () => {
  it('is the last one measured', () => {
    expect([0, 1, 2, 3].map((index) => valueUpTo([null, 2, null, 1], index))).toEqual([null, 2, 2, 1]);
  });
});

describe('differences', () => {
  const recipe = defaultRecipe();
  const run = (train: Partial<typeof recipe.train>) => ({ recipe: { ...recipe, train: { ...recipe.train, ...train } } });

  it('names only what is not the same in all runs', () => {
    expect(differences([run({}), run({ seed: 7, learning_rate: 1e-3 }), run({ seed: 7 })])).toEqual([
      { path: 'train.learning_rate', values: [2e-4, 1e-3, 2e-4] },
      { path: 'train.seed', values: [42, 7, 7] },
    ]);
    expect(differences([run({}), run({})])).toEqual([]);
  });

  it('names the settings of an adapter only where there is one', () => {
    const full = { recipe: { ...recipe, lora: { ...recipe.lora, r: 4 } } };
    const adapter = (r: number) => ({
      recipe: { ...recipe, train: { ...recipe.train, method: 'lora' as const }, lora: { ...recipe.lora, r } },
    });
    expect(differences([full, run({})])).toEqual([]);
    expect(differences([adapter(8), adapter(16)])).toEqual([{ path: 'lora.r', values: [8, 16] }]);
    expect(differences([adapter(8), full]).map(({ path }) => path)).toContain('train.method');
  });

  it('names another model', () => {
    expect(differences([run({}), { recipe: { ...recipe, model: { folder: 'Qwen3-0.6B' } } }])).toEqual([
      { path: 'model', values: ['starter', 'Qwen3-0.6B'] },
    ]);
  });
});
