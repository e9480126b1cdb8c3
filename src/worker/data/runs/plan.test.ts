// What a run would do and how much memory it would take, before there is one.

import { beforeAll, expect, test } from 'vitest';
import { planMemory } from '../../../core/memory';
import type { Recipe } from '../../../core/recipe';
import { importRows, PLAIN_ROW } from '../../testing/rows';
import { openTab, type Tab } from '../../testing/tab';

let data: Tab['data'];
let projectId: string;
let recipe: Recipe;

beforeAll(async () => {
  data = (await openTab()).data;
  const view = await importRows(data, [PLAIN_ROW, PLAIN_ROW, PLAIN_ROW]);
  projectId = view.id;
  recipe = view.recipe;
});

test('a plan counts what a run would do', async () => {
  const train = { ...recipe.train, per_device_train_batch_size: 2, num_train_epochs: 2 };
  const plan = await data.plan({ projectId, recipe: { ...recipe, train } });
  expect(plan).toMatchObject({ examples: 3, stepsPerEpoch: 2, steps: 4 });
});

test('a run recomputes its layers where it would not fit, and whether it fits depends on the largest tensor of the device', async () => {
  const { memory } = await data.plan({ projectId, recipe });
  // A quarter of the embedding.
  const maxTensorBytes = memory.config.hiddenSize * memory.config.vocabularySize;
  const total = (limit?: number) => planMemory({ ...memory, checkpointing: false, maxTensorBytes: limit }).total;
  expect(total(maxTensorBytes)).toBeLessThan(total());
  const memoryBudget = (total(maxTensorBytes) + total()) / 2;
  expect(await data.createRun({ projectId, recipe, memoryBudget })).toMatchObject({ checkpointing: true });
  expect(await data.createRun({ projectId, recipe, memoryBudget, maxTensorBytes })).toMatchObject({ checkpointing: false });
});

test('errors of the check prevent a run, and the first one is named', async () => {
  const parameters = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
  const tools = [{ type: 'function', function: { name: 'get_weather', description: '查天气', parameters } }];
  const call = { type: 'function', function: { name: 'get_weather', arguments: { town: '北京' } } };
  const messages = [
    { role: 'user', content: '北京天气' },
    { role: 'assistant', tool_calls: [call] },
  ];
  const broken = await importRows(data, [JSON.stringify({ messages, tools })]);
  const blocked = { failure: { code: 'blocked', reason: 'errors_stop_training', values: { count: 2 }, place: { record: 'r1' } } };
  const create = () => data.createRun({ projectId: broken.id, recipe: broken.recipe });
  await expect(create()).rejects.toMatchObject(blocked);
  // The stored report answers the second time.
  await expect(create()).rejects.toMatchObject(blocked);
});
