// What a run would do and take, before there is one.

import { beforeAll, expect, test } from 'vitest';
import { planMemory } from '../../../core/memory';
import type { Recipe } from '../../../core/recipe';
import { openTab, signal, silent, type Tab } from '../../testing/tab';

const ROW = '{"messages": [{"role": "user", "content": "你好"}, {"role": "assistant", "content": "你好！"}]}';

let data: Tab['data'];
let projectId: string;
let recipe: Recipe;

beforeAll(async () => {
  data = (await openTab()).data;
  projectId = (await data.createProject({ name: 'Test' }, silent, signal)).id;
  const file = new Blob([`${ROW}\n${ROW}\n${ROW}`]);
  const { view } = await data.importFiles({ projectId, files: [{ name: 'rows.jsonl', file }], split: 'train' }, silent, signal);
  recipe = view.recipe;
});

test('a plan counts what a run would do', async () => {
  const train = { ...recipe.train, per_device_train_batch_size: 2, num_train_epochs: 2 };
  const plan = await data.plan({ projectId, recipe: { ...recipe, train } }, silent, signal);
  expect(plan).toMatchObject({ examples: 3, stepsPerEpoch: 2, steps: 4 });
});

test('a run recomputes its layers where it would not fit, and whether it fits depends on the largest tensor of the device', async () => {
  const { memory } = await data.plan({ projectId, recipe }, silent, signal);
  // A quarter of the embedding.
  const maxTensorBytes = memory.config.hiddenSize * memory.config.vocabularySize;
  const total = (limit?: number) => planMemory({ ...memory, checkpointing: false, maxTensorBytes: limit }).total;
  expect(total(maxTensorBytes)).toBeLessThan(total());
  const memoryBudget = (total(maxTensorBytes) + total()) / 2;
  expect(await data.createRun({ projectId, recipe, memoryBudget }, silent, signal)).toMatchObject({ checkpointing: true });
  expect(await data.createRun({ projectId, recipe, memoryBudget, maxTensorBytes }, silent, signal)).toMatchObject({ checkpointing: false });
});
