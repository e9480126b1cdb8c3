// The samples that come with the page.

import { generateSample, type Sample, type SamplePlan } from './generate-sample';
import { narrowValues } from './narrow-vocabulary';
import { wideValues } from './wide-vocabulary';

export const sampleNames = ['zh-tools', 'zh-from-zero'] as const;
export type SampleName = (typeof sampleNames)[number];

/** For a model trained from zero: many records with few values. */
const fromZero: SamplePlan = {
  train: { counts: { single: 220, parallel: 260, chain: 250, dependent: 80, followUp: 200, noCall: 87 }, values: narrowValues },
  eval: { counts: { single: 24, parallel: 20, chain: 9, dependent: 5, followUp: 6, noCall: 20 }, values: narrowValues },
};

/** For the starter: many values, since each record teaches copying; measured on values that training never has. */
const starter: SamplePlan = {
  train: { counts: { single: 760, parallel: 220, chain: 0, dependent: 90, followUp: 0, noCall: 127 }, values: wideValues(false) },
  eval: { counts: { single: 36, parallel: 20, chain: 0, dependent: 16, followUp: 0, noCall: 16 }, values: wideValues(true) },
};

const plans: Readonly<Record<SampleName, SamplePlan>> = { 'zh-tools': starter, 'zh-from-zero': fromZero };

/** Generates a sample. The same seed gives the same records. */
export function sampleOf(name: SampleName, seed: number): Sample {
  return generateSample(plans[name], seed);
}
