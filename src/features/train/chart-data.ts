// What the charts draw: smoothing, thinning, and the sentence that stands in for a picture. Pure.

import type { EvalPoint, StepReport } from '../../core/training';

/** Most points a chart draws; storage keeps all. */
export const DRAWN_POINTS = 1500;
/** TensorBoard's default. */
export const DEFAULT_SMOOTHING = 0.6;
/** 1 would freeze the line at 0. */
export const MOST_SMOOTHING = 0.99;

/**
 * Debiased exponential moving average, as TensorBoard draws it (line_chart_v2/data_transformer.ts): a constant series
 * stays as it is; what is not finite is passed over.
 * @param weight 0 = as measured, below 1
 */
export function smooth(values: readonly number[], weight: number): number[] {
  const constant = values.every((value) => value === values[0]);
  if (constant || weight <= 0) return [...values];
  let average = 0;
  let seen = 0;
  return values.map((value) => {
    if (!Number.isFinite(value)) return value;
    average = average * weight + (1 - weight) * value;
    seen++;
    return average / (1 - weight ** seen);
  });
}

/**
 * Indices to draw of a long series: of each stretch its lowest and its highest value, and the last of all, so that no
 * peak is lost.
 */
export function thin(values: readonly number[], most: number = DRAWN_POINTS): number[] {
  if (values.length <= most) return values.map((_, index) => index);
  const stretches = Math.max(1, Math.floor(most / 2));
  const kept = new Set<number>([0, values.length - 1]);
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = Math.floor((stretch * values.length) / stretches);
    const to = Math.floor(((stretch + 1) * values.length) / stretches);
    let low = from;
    let high = from;
    for (let index = from; index < to; index++) {
      if ((values[index] ?? 0) < (values[low] ?? 0)) low = index;
      if ((values[index] ?? 0) > (values[high] ?? 0)) high = index;
    }
    kept.add(low).add(high);
  }
  return [...kept].sort((a, b) => a - b);
}

/** One measured series: steps, values as measured, values smoothed. Not finite = null, a gap. */
export interface Series {
  readonly steps: readonly number[];
  readonly raw: readonly (number | null)[];
  readonly smoothed: readonly (number | null)[];
}

export function seriesOf(steps: readonly number[], values: readonly number[], smoothing: number): Series {
  const smoothed = smooth(values, smoothing);
  const drawn = thin(values);
  const at = (list: readonly number[]) => drawn.map((index) => finite(list[index]));
  return { steps: drawn.map((index) => steps[index] ?? 0), raw: at(values), smoothed: at(smoothed) };
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

export type StepValue = 'loss' | 'learningRate' | 'gradientNorm';

export function stepSeries(reports: readonly StepReport[], value: StepValue, smoothing = 0): Series {
  return seriesOf(
    reports.map((report) => report.step),
    reports.map((report) => report[value]),
    smoothing,
  );
}

export function evalSeries(reports: readonly EvalPoint[]): Series {
  return seriesOf(
    reports.map((report) => report.step),
    reports.map((report) => report.loss),
    0,
  );
}

/** Significant digits that tell ticks of one axis from each other; two, or as many more as it takes. */
export function tickDigits(ticks: readonly number[]): number {
  const [first = 0, second = 0] = ticks;
  const nearly = Math.abs(second - first) / 10;
  const enough = [2, 3, 4, 5].find((digits) => ticks.every((tick) => Math.abs(Number(tick.toPrecision(digits)) - tick) <= nearly));
  return enough ?? 6;
}

/** Latest, lowest and highest known value; null when nothing is known yet. */
export function extent(values: readonly (number | null)[]): { latest: number; low: number; high: number } | null {
  const known = values.filter((value) => value !== null);
  const latest = known.at(-1);
  if (latest === undefined) return null;
  // Not Math.min(...known): a long series would overflow the stack.
  return {
    latest,
    low: known.reduce((low, value) => Math.min(low, value), latest),
    high: known.reduce((high, value) => Math.max(high, value), latest),
  };
}
