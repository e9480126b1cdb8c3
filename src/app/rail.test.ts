import { expect, test } from 'vitest';
import { defaultRecipe } from '../core/recipe';
import { createFormat } from '../i18n/format';
import type { ProjectView, RunSummary } from '../worker/protocol';
import { railState } from './rail';

const format = createFormat('en');

const view: ProjectView = {
  id: 'p',
  name: 'p',
  createdAt: 0,
  changedAt: 0,
  records: 312,
  tools: [],
  sources: [],
  recipe: defaultRecipe(),
  train: 250,
  eval: 62,
  undo: null,
  redo: null,
  latestCheck: { errors: 0, warnings: 0, stale: false },
  runs: [],
  revision: 1,
};

function run(change: Partial<RunSummary>): RunSummary {
  const plain: RunSummary = {
    id: 'r',
    name: 'r',
    createdAt: 1,
    state: 'done',
    step: 93,
    steps: 150,
    selectedCheckpoint: 10,
    loss: null,
    exact: null,
    modelId: 'from-zero',
    spark: [],
  };
  return { ...plain, ...change };
}

test('each step says how it stands', () => {
  const say = (step: Parameters<typeof railState>[0], change: Partial<ProjectView> = {}, training: number | null = null) =>
    railState(step, { view: { ...view, ...change }, training }, format);
  expect(say('data').text).toBe('312');
  expect(say('check')).toEqual({ text: '✓', mark: 'good' });
  expect(say('check', { latestCheck: { errors: 2, warnings: 5, stale: false } })).toEqual({ text: '2', mark: 'bad' });
  expect(say('check', { latestCheck: { errors: 0, warnings: 5, stale: false } })).toEqual({ text: '5', mark: 'warning' });
  expect(say('check', { latestCheck: null }).text).toBe('');
  expect(say('train', {}, 0.62).text).toBe('62\u00a0%');
  expect(say('train', { runs: [run({ state: 'paused' })] }).text).toBe('62\u00a0%');
  expect(say('train', { runs: [run({})] }).mark).toBe('good');
  expect(say('evaluate', { runs: [run({ exact: 0.97 }), run({ createdAt: 2 })] }).text).toBe('97\u00a0%');
  expect(say('export')).toEqual({ text: '', mark: 'none' });
  expect(railState('data', { view: null, training: null }, format).text).toBe('');
});
