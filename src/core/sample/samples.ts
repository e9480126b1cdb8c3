// The samples that come with the page.

import { generateSample, type Sample, type SamplePlan } from './generate-sample';
import { narrowValues } from './narrow-vocabulary';

export const sampleNames = ['zh-tools', 'zh-from-zero'] as const;
export type SampleName = (typeof sampleNames)[number];

/** For a model that starts from nothing: many rows with few values. */
const fromZero: SamplePlan = {
  train: { counts: { single: 220, parallel: 260, chain: 250, dependent: 80, followUp: 200, noCall: 87 }, values: narrowValues },
  eval: { counts: { single: 24, parallel: 20, chain: 9, dependent: 5, followUp: 6, noCall: 20 }, values: narrowValues },
};

const plans: Readonly<Record<SampleName, SamplePlan>> = { 'zh-tools': fromZero, 'zh-from-zero': fromZero };

/** Rows of a sample: the same for the same seed. */
export function sampleOf(name: SampleName, seed: number): Sample {
  return generateSample(plans[name], seed);
}
