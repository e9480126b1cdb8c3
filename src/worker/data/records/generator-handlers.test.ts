import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { proposePlan } from '../../../core/generator';
import type { ToolSpec } from '../../../core/record';
import { dataCalls } from '../../testing/calls';
import { testContext } from '../../testing/data-context';
import { readAsset } from '../../testing/page-assets';

const context = await testContext({ databaseName: 'generator', readAsset });
const data = dataCalls(context);

test('generated records can be previewed, replace those generated before, and are not made while the plan has problems', async () => {
  const { id: projectId } = await data.createProject({ name: 'Generator' });
  const weather: ToolSpec = {
    name: 'get_weather',
    description: 'Get the weather of a city',
    parametersText: '{"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}',
  };
  await data.edit({ projectId, edit: { kind: 'tools', tools: [weather] } });
  const plan = { ...proposePlan([weather], ['en'], 1), trainRecords: 30, heldOutRecords: 5 };
  const preview = await data.previewGenerated({ projectId, plan });
  expect(preview).toMatchObject({ problems: [], rows: { count: { train: 30, eval: 5 }, shared: [] } });
  expect((await data.project({ projectId })).records).toBe(0);
  const { view, rows } = await data.generateRecords({ projectId, plan });
  expect(view).toMatchObject({ train: 30, eval: 5 });
  expect(rows).toEqual(preview);
  const { lines } = await data.records({ projectId, filter: { split: 'eval' }, from: 0, count: 10 });
  expect(lines.slice(0, 4).map(({ request }) => request)).toEqual(preview.rows?.first.eval.map(({ messages }) => messages[0]?.content));
  expect((await data.recordPatterns({ projectId })).skipped).toEqual([]);

  const again = await data.generateRecords({ projectId, plan: { ...plan, seed: 2, trainRecords: 20 } });
  expect(again.view).toMatchObject({ train: 20, eval: 5 });
  expect((await data.undo({ projectId })).train).toBe(30);
  const broken = { ...plan, tools: plan.tools.map((tool) => ({ ...tool, patterns: ['Weather?'] })) };
  const rejected = await data.generateRecords({ projectId, plan: broken });
  expect(rejected.rows).toMatchObject({ problems: [{ kind: 'missing_slot', parameter: 'city' }], rows: null });
  expect(rejected.view.train).toBe(30);
});
