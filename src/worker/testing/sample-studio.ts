// The sample project with few records and one short run without interruption, to compare other runs with.

import type { Recipe } from '../../core/recipe';
import { openTab, type Tab } from './tab';

export const STEPS = 6;

export interface SampleStudio {
  /** The open tab; a test may replace it. */
  tab: Tab;
  readonly projectId: string;
  readonly recipe: Recipe;
  /** Losses of the uninterrupted run, by step. */
  readonly unbroken: readonly number[];
  /** Creates a run of the recipe. @returns its id */
  newRun(): Promise<string>;
}

export async function openSampleStudio(): Promise<SampleStudio> {
  const tab = await openTab();
  const { id: projectId, recipe: sample } = await tab.data.openSample({ name: 'zh-from-zero' });
  // Few records are enough: no test looks at how well the model learns.
  for (const [split, kept] of [
    ['train', 40],
    ['eval', 4],
  ] as const) {
    const { lines } = await tab.data.records({ projectId, filter: { split }, from: kept, count: 1000 });
    await tab.data.edit({ projectId, edit: { kind: 'delete', ids: lines.map((line) => line.id) } });
  }
  const short = { max_steps: STEPS, save_steps: 2, save_total_limit: 2, eval_steps: 4, logging_steps: 1, per_device_train_batch_size: 2 };
  const recipe: Recipe = { ...sample, train: { ...sample.train, device: 'wasm', ...short } };
  const newRun = async () => (await studio.tab.data.createRun({ projectId, recipe })).id;
  const studio: SampleStudio = { tab, projectId, recipe, unbroken: [], newRun };
  const { log } = await tab.train.train({ runId: await newRun() });
  return Object.assign(studio, { unbroken: log.map((report) => report.loss) });
}
