// What may happen to a run: a killed tab, torn files, a full disk, a loss that is not finite, a laptop that sleeps.

import { beforeAll, expect, test } from 'vitest';
import type { Run } from '../../core/training';
import { outOfMemory } from '../../ml/memory-failure';
import { poisoned } from '../../ml/testing/poisoned';
import { runFolder } from '../../storage/checkpoints';
import type { FileStore } from '../../storage/files';
import type { TrainEvent } from '../protocol';
import type { Remote } from '../rpc';
import type { RunCalls } from '../run-protocol';
import { openSampleStudio, type SampleStudio, STEPS } from '../testing/sample-studio';
import { contents, openTab } from '../testing/tab';

type OpenedRun = RunCalls['openRun']['result'];

/** The same calls, but `openRun` answers with a changed run. */
function withChangedRun(data: Remote<RunCalls>, change: (opened: OpenedRun) => OpenedRun): Remote<RunCalls> {
  return {
    ...data,
    async call(name, arg, options) {
      const result = await data.call(name, arg, options);
      return typeof result === 'object' && result !== null && 'train' in result ? { ...result, ...change(result) } : result;
    },
  };
}

/** Makes every trained token weigh NaN, so that no loss is finite. */
function withPoisonedExamples(data: Remote<RunCalls>): Remote<RunCalls> {
  return withChangedRun(data, (opened) => ({ ...opened, train: poisoned(opened.train, [...opened.train.keys()]) }));
}

/** A store with room for a limited number of the run's checkpoints. */
function withRoomFor(files: FileStore, runId: string, checkpoints: number): FileStore {
  return {
    ...files,
    async write(path, parts) {
      const others = (await files.list(runFolder(runId))).filter((file) => file.path !== path);
      if (!path.startsWith(runFolder(runId)) || others.length < checkpoints) return files.write(path, parts);
      await files.write(path, [new Uint8Array(10)]);
      throw new DOMException('The disk is full.', 'QuotaExceededError');
    },
  };
}

let studio: SampleStudio;
beforeAll(async () => {
  studio = await openSampleStudio();
}, 120_000);

/** Trains a run in the open tab. @returns the run, and the session's events */
async function train(runId: string, react: (event: TrainEvent) => void = () => {}): Promise<{ run: Run; events: TrainEvent[] }> {
  const events: TrainEvent[] = [];
  const onEvent = (event: TrainEvent) => {
    events.push(event);
    react(event);
  };
  return { run: await studio.tab.train.train({ runId }, { onEvent }), events };
}

const pause = () => void studio.tab.train.pause({ state: 'paused' });
const lossesOf = (run: Run) => run.log.map((report) => report.loss);
const noticesOf = (events: readonly TrainEvent[]) => events.flatMap((event) => (event.kind === 'notice' ? event.notice : []));
const checkpointsOf = (events: readonly TrainEvent[]) => events.flatMap((event) => (event.kind === 'checkpoint' ? event.step : []));

test('a run whose tab was killed and whose newest checkpoint is torn is interrupted, reports the damage and repeats its steps exactly', async () => {
  const runId = await studio.newRun();
  let killed = false;
  const dying = train(runId, (event) => {
    // The train worker of the dead tab lives on in this process; once its database is closed, its calls no longer count.
    if (event.kind !== 'checkpoint' || event.step !== 4 || killed) return;
    killed = true;
    studio.tab.context.database.close();
  });
  await expect(dying).rejects.toThrow();
  studio.tab = await openTab();
  const torn = `${runFolder(runId)}/checkpoint-4.safetensors`;
  contents.set(torn, contents.get(torn)?.slice(0, 1000) ?? new Uint8Array());
  await studio.tab.data.openProject({ projectId: studio.projectId });
  expect(await studio.tab.data.run({ runId })).toMatchObject({ state: 'interrupted', checkpoints: [4, 2] });
  const { run, events } = await train(runId);
  expect(events.find((event) => event.kind === 'checkpoint')).toEqual({
    kind: 'checkpoint',
    step: 2,
    damaged: [{ step: 4, problem: 'wrong_length' }],
  });
  expect(lossesOf(run)).toEqual(studio.unbroken);
  expect(run.checkpoints).toEqual([6, 4]);
});

test('a run whose loss is not finite pauses after three steps and names their records', async () => {
  const runId = await studio.newRun();
  studio.tab = await openTab({ data: withPoisonedExamples });
  const { run, events } = await train(runId);
  expect(run).toMatchObject({ state: 'paused', step: 3, log: [], checkpoints: [3, 2] });
  expect(run.skipped?.map(({ step, what, recordIds }) => [step, what, recordIds.length])).toEqual(
    [1, 2, 3].map((step) => [step, 'loss', 2]),
  );
  expect(run.cause).toMatchObject({
    reason: 'not_finite',
    values: { count: 3, step: 3, rows: run.skipped?.[2]?.recordIds.join(', ') },
  });
  expect(events.filter((event) => event.kind === 'skipped').map(({ skip }) => skip)).toEqual(run.skipped);
  expect(noticesOf(events)[0]).toMatchObject({ code: 'step_skipped', values: { step: 1 } });
  studio.tab = await openTab();
});

test('a pause in between does not reset the count of steps whose loss is not finite', async () => {
  const runId = await studio.newRun();
  studio.tab = await openTab({ data: withPoisonedExamples });
  const { run: paused } = await train(runId, (event) => event.kind === 'skipped' && event.skip.step === 2 && pause());
  expect(paused).toMatchObject({ state: 'paused', step: 2 });
  expect(paused.cause).toBeUndefined();
  studio.tab = await openTab({ data: withPoisonedExamples });
  expect((await train(runId)).run).toMatchObject({
    state: 'paused',
    step: 3,
    cause: { reason: 'not_finite', values: { count: 3, step: 3 } },
  });
  studio.tab = await openTab();
});

test('a run without room for a checkpoint deletes older ones, then reports what it could not save, and loses no step', async () => {
  const runId = await studio.newRun();
  studio.tab = await openTab({ files: (files) => withRoomFor(files, runId, 1) });
  const { run: paused, events: before } = await train(runId);
  expect(noticesOf(before).map(({ code }) => code)).toEqual(['checkpoint_not_saved', 'checkpoint_not_saved']);
  expect(paused).toMatchObject({
    state: 'paused',
    step: STEPS,
    checkpoints: [2],
    cause: { reason: 'no_room_at_end', values: { step: 6 } },
  });
  expect(lossesOf(paused)).toEqual(studio.unbroken);
  studio.tab = await openTab({ files: (files) => withRoomFor(files, runId, 2) });
  const { run: done, events: after } = await train(runId);
  expect(noticesOf(after).map(({ code }) => code)).toEqual(['checkpoints_freed']);
  expect(done).toMatchObject({ state: 'done', checkpoints: [6, 4] });
  expect(lossesOf(done)).toEqual(studio.unbroken);
});

test('a run fails when its device has no room, keeps the message and the remedy, and can be resumed', async () => {
  const runId = await studio.newRun();
  const full = outOfMemory('The GPU has no room for a buffer.');
  studio.tab = await openTab({ openDevice: () => Promise.reject(full) });
  await expect(train(runId)).rejects.toMatchObject({ failure: full.failure });
  studio.tab = await openTab();
  const failed = await studio.tab.data.run({ runId });
  expect(failed).toMatchObject({ state: 'failed', cause: full.failure });
  expect(failed).not.toHaveProperty('failure');
  const { run: done } = await train(runId);
  expect(done.state).toBe('done');
  expect(done).not.toHaveProperty('cause');
  expect(lossesOf(done)).toEqual(studio.unbroken);
});

test('a run does not resume with another model, other settings or other records than its checkpoint had, and keeps what it has', async () => {
  const runId = await studio.newRun();
  await train(runId, (event) => event.kind === 'checkpoint' && pause());
  const changes: Readonly<Record<string, (opened: OpenedRun) => OpenedRun>> = {
    checkpoint_of_other_base: (opened) => ({ ...opened, model: { ...opened.model, initialSeed: 7 } }),
    checkpoint_of_other_settings: ({ run, ...opened }) => ({
      ...opened,
      run: { ...run, recipe: { ...studio.recipe, train: { ...studio.recipe.train, learning_rate: 1 } } },
    }),
    checkpoint_of_other_rows: (opened) => ({ ...opened, train: opened.train.slice(1) }),
  };
  for (const [reason, change] of Object.entries(changes)) {
    studio.tab = await openTab({ data: (data) => withChangedRun(data, change) });
    await expect(train(runId), reason).rejects.toMatchObject({ failure: { code: 'blocked', reason } });
  }
  studio.tab = await openTab();
  expect(lossesOf((await train(runId)).run)).toEqual(studio.unbroken);
});

test('a run saves when the page is hidden, and reports that the page was hidden and that the computer slept', async () => {
  const runId = await studio.newRun();
  let slept = 0;
  studio.tab = await openTab({ wallClock: () => Date.now() + slept });
  const { run, events } = await train(runId, (event) => {
    if (event.kind !== 'step') return;
    if (event.report.step === 4) void studio.tab.train.pageHidden({ hidden: true });
    if (event.report.step === 5) slept = 36_000_000;
  });
  const saved = checkpointsOf(events);
  expect(saved).toHaveLength(4);
  expect(saved).toContain(5);
  const reported = noticesOf(events);
  expect(reported.map(({ code }) => code)).toEqual(['tab_hidden', 'stood_still', 'tab_shown']);
  expect(reported[1]?.values).toEqual({ minutes: 600 });
  expect(lossesOf(run)).toEqual(studio.unbroken);
  const { notices = [] } = await studio.tab.data.run({ runId });
  expect(notices).toMatchObject(reported);
  expect(notices[2]).toMatchObject({ values: { minutes: 600, from: 4, step: STEPS } });
  expect(notices[2]?.at).toBeGreaterThan(Date.now() + slept - 600_000);
  studio.tab = await openTab();
});

test('a run that starts in a hidden page reports it and saves at its first step', async () => {
  const runId = await studio.newRun();
  const training = train(runId);
  await studio.tab.train.pageHidden({ hidden: true });
  const { events } = await training;
  expect(checkpointsOf(events)).toContain(1);
  expect(noticesOf(events)).toMatchObject([
    { code: 'tab_hidden', values: { step: 1 } },
    { code: 'tab_shown', values: { from: 1, step: STEPS } },
  ]);
});
