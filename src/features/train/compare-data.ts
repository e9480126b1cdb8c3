// What a comparison of runs shows: their curves over one axis of steps, and the settings in which they differ. Pure.

import type { Recipe } from '../../core/recipe';
import type { Run } from '../../core/training';
import type { Series } from './chart-data';
import { modelIdOf } from './model-choice';

export interface Overlay {
  /** Every step that any of the runs has a value at, ascending. */
  readonly steps: readonly number[];
  /** Per run, aligned with `steps`; null where it has none. */
  readonly raw: readonly (readonly (number | null)[])[];
  readonly smoothed: readonly (readonly (number | null)[])[];
}

/** Series with steps of their own, over the steps of all of them. */
export function overlay(list: readonly Series[]): Overlay {
  const steps = [...new Set(list.flatMap((series) => series.steps))].sort((a, b) => a - b);
  const align = (series: Series, values: readonly (number | null)[]) => {
    const known = new Map(series.steps.map((step, index) => [step, values[index] ?? null]));
    return steps.map((step) => known.get(step) ?? null);
  };
  return {
    steps,
    raw: list.map((series) => align(series, series.raw)),
    smoothed: list.map((series) => align(series, series.smoothed)),
  };
}

/** Value at the last place up to `index` that has one: what a legend reads where a run was not measured. */
export function valueUpTo(values: readonly (number | null)[], index: number): number | null {
  return values.slice(0, index + 1).findLast((value) => value !== null) ?? null;
}

export type SettingValue = string | number | boolean | readonly string[];

/** One setting in which the runs differ; `values` in their order, null where it means nothing for a run. */
export interface Difference {
  /** Field of the recipe, e.g. `train.learning_rate`. */
  readonly path: string;
  readonly values: readonly (SettingValue | null)[];
}

type Fields = Readonly<Record<string, SettingValue>>;

function fieldsOf(section: string, fields: object): [string, SettingValue][] {
  const entries: [string, SettingValue][] = Object.entries(fields);
  return entries.map(([name, value]) => [`${section}.${name}`, value]);
}

function flat(recipe: Recipe): Fields {
  return Object.fromEntries([
    ['model', modelIdOf(recipe.model, [])],
    ...(recipe.model.adapter === undefined ? [] : [['model.adapter', recipe.model.adapter] as const]),
    ['format', recipe.format],
    ...fieldsOf('train', recipe.train),
    // They mean nothing where all weights are trained.
    ...(recipe.train.method === 'lora' ? fieldsOf('lora', recipe.lora) : []),
  ]);
}

/** The settings that are not the same in all runs, in the order of the recipe. */
export function differences(runs: readonly Pick<Run, 'recipe'>[]): Difference[] {
  const all = runs.map(({ recipe }) => flat(recipe));
  const paths = [...new Set(all.flatMap((fields) => Object.keys(fields)))];
  return paths
    .map((path) => ({ path, values: all.map((fields) => fields[path] ?? null) }))
    .filter(({ values }) => new Set(values.map((value) => JSON.stringify(value))).size > 1);
}
