// The real workers in a real browser: OPFS, IndexedDB, locks, and the calls between page, data worker and train worker.

import { afterAll, expect, test } from 'vitest';
import { startWorkers, type Workers } from './client';
import dataWorkerUrl from './data.worker?worker&url';
import type { DataCalls, TrainEvent } from './protocol';
import { connect } from './rpc';
import { startWorker } from './start';

const base = new URL('/', location.href).href;
const projects: string[] = [];
let workers: Workers;

/** Starts another data worker, as a second tab does. */
function openSecondTab() {
  const worker = startWorker(dataWorkerUrl, base, 'second');
  const { port1 } = new MessageChannel();
  worker.postMessage({ connect: port1, base }, [port1]);
  return { data: connect<DataCalls>(worker), die: () => worker.terminate() };
}

afterAll(async () => {
  for (const projectId of projects) await workers.data.call('deleteProject', { projectId });
});

test('the sample is checked, trained with a pause, exported as a zip and added again as a model', async () => {
  workers = startWorkers(base);
  const view = await workers.data.call('openSample', { name: 'zh-from-zero', title: 'Sample' });
  projects.push(view.id);
  const report = await workers.data.call('check', { projectId: view.id });
  expect(report.errors).toBe(0);
  const train = { ...view.recipe.train, device: 'wasm' as const, max_steps: 8, eval_steps: 0, save_steps: 4, logging_steps: 2 };
  const run = await workers.data.call('createRun', { projectId: view.id, recipe: { ...view.recipe, train } });
  const events: TrainEvent[] = [];
  const pauseAt = (step: number) => (event: TrainEvent) => {
    events.push(event);
    if (event.kind === 'step' && event.report.step === step) void workers.train.call('pause', { state: 'paused' });
  };
  const paused = await workers.train.call('train', { runId: run.id }, { onEvent: pauseAt(5) });
  expect(paused.state).toBe('paused');
  expect(paused.step).toBeLessThan(8);
  expect(paused.checkpoints[0]).toBe(paused.step);
  const done = await workers.train.call('train', { runId: run.id }, { onEvent: pauseAt(-1) });
  expect(done).toMatchObject({ state: 'done', step: 8, device: { backend: 'wasm' } });
  expect(done.log.map((one) => one.step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  const exported = await workers.data.call('exportModel', { runId: run.id, kind: 'merged', dtype: 'F32' });
  const { model } = await workers.data.call('addModel', { files: exported.map(({ fileName, blob }) => ({ name: fileName, file: blob })) });
  expect(model.parameters).toBeGreaterThan(100_000);
  await workers.data.call('deleteModel', { modelId: model.id });
});

test('a second tab cannot open the project until the first one closes it, and then finds what the first one stored', async () => {
  const [projectId = ''] = projects;
  const other = openSecondTab();
  const inUse = { failure: { code: 'in-use', reason: 'project_in_use' } };
  await expect(other.data.call('openProject', { projectId })).rejects.toMatchObject(inUse);
  // Opening another project frees this one.
  const { id } = await workers.data.call('createProject', { name: 'Other' });
  projects.push(id);
  expect((await other.data.call('openProject', { projectId })).runs[0]).toMatchObject({ state: 'done', step: 8 });
  await expect(workers.data.call('openProject', { projectId })).rejects.toMatchObject(inUse);
  other.die();
  await expect
    .poll(() =>
      workers.data.call('openProject', { projectId }).then(
        (view) => view.name,
        () => null,
      ),
    )
    .toBe('Sample');
});

test('both workers report whether a fetch goes through', async () => {
  expect(await workers.data.call('probe', { url: base })).toBe(true);
  expect(await workers.train.call('probe', { url: 'http://127.0.0.1:9/' })).toBe(false);
});
