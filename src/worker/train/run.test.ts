// A run in Node, on the wasm backend: trained, paused, resumed and copied. Both workers' handlers talk through real ports.

import { strFromU8, unzipSync } from 'fflate';
import { beforeAll, expect, test } from 'vitest';
import { readSafetensorsHeader } from '../../core/weights';
import { runFolder } from '../../storage/checkpoints';
import type { TrainEvent } from '../protocol';
import { openSampleStudio, type SampleStudio, STEPS } from '../testing/sample-studio';
import { contents } from '../testing/tab';
import { openWatchedTab } from '../testing/watched-tab';

let studio: SampleStudio;
beforeAll(async () => {
  studio = await openSampleStudio();
}, 120_000);

/** Returns the size of the largest tensor of a stored file, in bytes. */
function largestTensor(path: string): number {
  const { tensors } = readSafetensorsHeader(contents.get(path) ?? expect.fail(`no ${path}`));
  return Math.max(...tensors.map(({ start, end }) => end - start));
}

test('a run trains to its end, logs each step once and keeps two checkpoints', async () => {
  const runId = await studio.newRun();
  const events: TrainEvent[] = [];
  const run = await studio.tab.train.train({ runId }, { onEvent: (event) => events.push(event) });
  expect(run).toMatchObject({ state: 'done', step: STEPS, checkpoints: [6, 4], device: { backend: 'wasm' } });
  expect(run.log.map((report) => report.step)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(run.log.map((report) => report.loss)).toEqual(studio.unbroken);
  expect(run.evalPoints.map((report) => report.step)).toEqual([4, 6]);
  // The same few held-out requests are answered at each eval point, and the answers are stored.
  const samples = run.evalPoints.map((report) => report.samples ?? []);
  expect(samples.map((answers) => answers.length)).toEqual([4, 4]);
  expect(samples[0]?.map((answer) => answer.request)).toEqual(samples[1]?.map((answer) => answer.request));
  expect(samples[1]?.every((answer) => answer.request !== '' && answer.verdict !== undefined)).toBe(true);
  expect(events.filter((event) => event.kind === 'evaluation').map((event) => event.report)).toEqual(run.evalPoints);
  expect(events.filter((event) => event.kind === 'checkpoint').map((event) => event.step)).toEqual([2, 4, 6]);
  const steps = events.filter((event) => event.kind === 'step');
  expect(steps.at(-1)).toMatchObject({ secondsLeft: 0 });
  expect(steps.at(-1)?.tokensPerSecond).toBeGreaterThan(0);
});

test('a second training and questions fail during a training, and a stopped run resumes in another tab with the same losses, a tensor at a time', async () => {
  const runId = await studio.newRun();
  const failures: Promise<unknown>[] = [];
  const onEvent = (event: TrainEvent) => {
    if (event.kind !== 'step' || event.report.step !== 3) return;
    failures.push(studio.tab.train.train({ runId }).catch((error: unknown) => error));
    failures.push(studio.tab.train.evaluate({ runId }).catch((error: unknown) => error));
    void studio.tab.train.pause({ state: 'stopped' });
  };
  const stopped = await studio.tab.train.train({ runId }, { onEvent });
  expect(stopped).toMatchObject({ state: 'stopped', checkpoints: [stopped.step, 2] });
  expect(stopped.step).toBeLessThan(STEPS);
  for (const error of await Promise.all(failures)) expect(error).toMatchObject({ failure: { code: 'in-use', reason: 'training_runs' } });
  const { tab, reads } = await openWatchedTab();
  const done = await tab.train.train({ runId });
  expect(done.state).toBe('done');
  expect(done.log.map((report) => report.step)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(done.log.map((report) => report.loss)).toEqual(studio.unbroken);
  // The largest read is that of the embedding: once for its values, and once for each of its moments.
  const embedding = largestTensor(`${runFolder(runId)}/checkpoint-${STEPS}.safetensors`);
  expect(Math.max(...reads)).toBe(embedding);
  expect(reads.filter((bytes) => bytes === embedding)).toHaveLength(3);
  // A model that answers needs no moments.
  reads.length = 0;
  await tab.train.ask({ runId, messages: [], tools: [], maxNewTokens: 1, samplingSeed: null });
  expect(reads.filter((bytes) => bytes === embedding)).toHaveLength(1);
});

test('a copy of a run continues from one of its checkpoints or starts from the beginning, and the run is unchanged', async () => {
  const runId = await studio.newRun();
  const before = await studio.tab.train.train({ runId });
  const progress: number[] = [];
  const continued = await studio.tab.data.continueRun({ runId, step: 4 }, { onEvent: ({ done, total }) => progress.push(done / total) });
  expect(continued).toMatchObject({ state: 'paused', step: 4, checkpoints: [4], origin: { runId, name: before.name, step: 4 } });
  expect(continued.log).toEqual(before.log.slice(0, 4));
  expect(continued.evalPoints).toEqual(before.evalPoints.slice(0, 1));
  expect(progress.at(-1)).toBe(1);
  const done = await studio.tab.train.train({ runId: continued.id });
  expect(done).toMatchObject({ state: 'done', checkpoints: [6, 4] });
  expect(done.log.map((report) => report.loss)).toEqual(studio.unbroken);

  const duplicate = await studio.tab.data.duplicateRun({ runId: continued.id });
  expect(duplicate).toMatchObject({ state: 'paused', step: 0, checkpoints: [], log: [], recipe: studio.recipe });
  expect(duplicate.origin).toBeUndefined();
  const again = await studio.tab.train.train({ runId: duplicate.id });
  expect(again.log.map((report) => report.loss)).toEqual(studio.unbroken);
  expect(await studio.tab.data.run({ runId })).toEqual(before);
  await expect(studio.tab.data.continueRun({ runId, step: 2 })).rejects.toMatchObject({
    failure: { reason: 'checkpoint_gone' },
  });
});

test('a run can stop early, keeps its best checkpoint however old it is, and evaluates and exports that one', async () => {
  // Nothing is learned, so the first eval point is the best, and no later one improves on it.
  const train = { ...studio.recipe.train, learning_rate: 0, max_steps: 20, eval_steps: 2, early_stopping_patience: 3 };
  const best = { ...studio.recipe, train: { ...train, load_best_model_at_end: true } };
  const { id: runId } = await studio.tab.data.createRun({ projectId: studio.projectId, recipe: best });
  const done = await studio.tab.train.train({ runId });
  expect(done).toMatchObject({ state: 'done', step: 8, checkpoints: [8, 2] });
  expect((await studio.tab.train.evaluate({ runId })).step).toBe(2);
  const [{ blob = new Blob() } = {}] = await studio.tab.data.exportModel({ runId, kind: 'merged', dtype: 'F32' });
  const folder = unzipSync(new Uint8Array(await blob.arrayBuffer()));
  expect(strFromU8(folder['README.md'] ?? new Uint8Array())).toContain('step 2');

  // An export that is stopped leaves no files.
  const controller = new AbortController();
  const stopped = studio.tab.data.exportModel(
    { runId, kind: 'merged', dtype: 'F32' },
    { onEvent: () => controller.abort(), signal: controller.signal },
  );
  await expect(stopped).rejects.toMatchObject({ failure: { code: 'aborted' } });
  expect([...contents.keys()].filter((path) => path.startsWith('exports/'))).toEqual([]);
});

test('edits made after a run was created do not change it', async () => {
  const runId = await studio.newRun();
  await studio.tab.data.edit({ projectId: studio.projectId, edit: { kind: 'delete', ids: ['r1', 'r2', 'r3'] } });
  const done = await studio.tab.train.train({ runId });
  expect(done.log.map((report) => report.loss)).toEqual(studio.unbroken);
  await studio.tab.data.undo({ projectId: studio.projectId });
});
