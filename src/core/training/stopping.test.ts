import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { defaultRecipe } from '../recipe';
import { bestStep, selectedCheckpoint, stopsEarly } from '.';

const cases = z
  .array(z.object({ losses: z.array(z.number()), patience: z.number(), threshold: z.number(), stop: z.nullable(z.number()) }))
  .parse(JSON.parse(await readFile(new URL('goldens/stops.json', import.meta.url), 'utf8')));

describe('early stopping', () => {
  it('stops where the callback of transformers stops', () => {
    for (const { losses, patience, threshold, stop } of cases) {
      const settings = { early_stopping_patience: patience, early_stopping_threshold: threshold };
      const stopped = losses.findIndex((_, index) => stopsEarly(losses.slice(0, index + 1), settings));
      expect(stopped === -1 ? null : stopped + 1, JSON.stringify({ losses, patience, threshold })).toBe(stop);
    }
    expect(cases.filter(({ stop }) => stop === null).length).toBeGreaterThan(5);
    expect(cases.filter(({ stop }) => stop !== null).length).toBeGreaterThan(5);
  });

  it('is off without patience', () => {
    expect(stopsEarly([1, 2, 3, 4, 5], { early_stopping_patience: 0, early_stopping_threshold: 0 })).toBe(false);
  });

  it('counts NaN as no improvement', () => {
    const settings = { early_stopping_patience: 2, early_stopping_threshold: 0 };
    expect(stopsEarly([Number.NaN, Number.NaN], settings)).toBe(true);
  });
});

describe('the best checkpoint', () => {
  const evalPoints = [3, 1, 2, 1, 0.5].map((loss, index) => ({ step: 10 * index, loss }));

  it('is the earliest with the lowest held-out loss among those that exist', () => {
    expect(bestStep(evalPoints, [30, 20, 10])).toBe(10);
    expect(bestStep(evalPoints, [20, 25])).toBe(20);
    expect(bestStep(evalPoints, [25])).toBeNull();
    expect(bestStep([{ step: 1, loss: Number.NaN }], [1])).toBeNull();
  });

  it('is selected if the run is over and set to load it; otherwise the newest is', () => {
    const recipe = defaultRecipe();
    const run = { recipe, state: 'done' as const, evalPoints, checkpoints: [30, 20, 10] };
    const best = { ...run, recipe: { ...recipe, train: { ...recipe.train, load_best_model_at_end: true } } };
    expect(selectedCheckpoint(run)).toBe(30);
    expect(selectedCheckpoint(best)).toBe(10);
    expect(selectedCheckpoint({ ...best, state: 'stopped' })).toBe(10);
    expect(selectedCheckpoint({ ...best, state: 'paused' })).toBe(30);
    expect(selectedCheckpoint({ ...best, evalPoints: [] })).toBe(30);
    expect(selectedCheckpoint({ ...best, checkpoints: [] })).toBeNull();
  });
});
