// The samples that come with the page.

import { generateSample, type Sample, type SamplePlan } from './generate-sample';
import { narrowValues } from './narrow-vocabulary';
import { wideValues } from './wide-vocabulary';

export const sampleNames = ['zh-tools', 'zh-from-zero'] as const;
export type SampleName = (typeof sampleNames)[number];

/** For a model that starts from nothing: many rows with few values. */
const fromZero: SamplePlan = {
  train: { counts: { single: 220, parallel: 260, chain: 250, dependent: 80, followUp: 200, noCall: 87 }, values: narrowValues },
  eval: { counts: { single: 24, parallel: 20, chain: 9, dependent: 5, followUp: 6, noCall: 20 }, values: narrowValues },
};

/** For the starter: many values, since what a row teaches is to copy; measured on values that it never saw. */
const starter: SamplePlan = {
  train: { counts: { single: 760, parallel: 220, chain: 0, dependent: 90, followUp: 0, noCall: 127 }, values: wideValues(false) },
  eval: { counts: { single: 36, parallel: 20, chain: 0, dependent: 16, followUp: 0, noCall: 16 }, values: wideValues(true) },
};

const plans: Readonly<Record<SampleName, SamplePlan>> = { 'zh-tools': starter, 'zh-from-zero': fromZero };

/** Rows of a sample: the same for the same seed. */
export function sampleOf(name: SampleName, seed: number): Sample {
  return generateSample(plans[name], seed);
}
