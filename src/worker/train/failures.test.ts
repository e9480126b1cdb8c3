// What may happen to a run on its way: a killed tab, torn files, a full disk, a loss that is no number, a laptop that sleeps.

import { beforeAll, describe, expect, test } from 'vitest';
import { outOfMemory } from '../../ml/memory-failure';
import { poisoned } from '../../ml/testing/poisoned';
import { runFolder } from '../../storage/checkpoints';
import type { FileStore } from '../../storage/files';
import type { TrainEvent } from '../protocol';
import type { Remote } from '../rpc';
import type { RunCalls } from '../run-protocol';
import { openSampleStudio, type SampleStudio, STEPS } from '../testing/sample-studio';
import { contents, openTab, signal, silent } from '../testing/tab';

/** The same calls, with what a run is opened with changed. */
function openedAs(
  data: Remote<RunCalls>,
  change: (opened: RunCalls['openRun']['result']) => RunCalls['openRun']['result'],
): Remote<RunCalls> {
  return {
    ...data,
    async call(name, arg, options) {
      const result = await data.call(name, arg, options);
      return typeof result === 'object' && result !== null && 'train' in result ? { ...result, ...change(result) } : result;
    },
  };
}

/** No number for the weight of any trained token. */
function poisonedRows(data: Remote<RunCalls>): Remote<RunCalls> {
  return openedAs(data, (opened) => ({ ...opened, train: poisoned(opened.train, [...opened.train.keys()]) }));
}

/** A store in which a run has room for so many checkpoints. */
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

describe('a run', () => {
  test('its tab killed and its newest checkpoint torn: it is interrupted, says so, and repeats the steps exactly', async () => {
    const runId = await studio.newRun();
    let killed = false;
    // The dead tab's train worker goes on in this process; its calls must not count any more.
    const events: TrainEvent[] = [];
    const dying = studio.tab.train.train(
      { runId },
      (event) => {
        if (event.kind === 'checkpoint' && event.step === 4 && !killed) {
          killed = true;
          studio.tab.context.database.close();
        }
      },
      signal,
    );
    await expect(dying).rejects.toThrow();
    studio.tab = await openTab();
    const torn = `${runFolder(runId)}/checkpoint-4.safetensors`;
    contents.set(torn, contents.get(torn)?.slice(0, 1000) ?? new Uint8Array());
    await studio.tab.data.openProject({ projectId: studio.projectId }, silent, signal);
    expect(await studio.tab.data.run({ runId }, silent, signal)).toMatchObject({ state: 'interrupted', checkpoints: [4, 2] });
    const done = await studio.tab.train.train({ runId }, (event) => events.push(event), signal);
    expect(events.find((event) => event.kind === 'checkpoint')).toEqual({
      kind: 'checkpoint',
      step: 2,
      damaged: [{ step: 4, problem: 'wrong_length' }],
    });
    expect(done.log.map((report) => report.loss)).toEqual(studio.unbroken);
    expect(done.checkpoints).toEqual([6, 4]);
  });

  test('whose loss is no number pauses after three steps, with the rows named', async () => {
    const runId = await studio.newRun();
    const events: TrainEvent[] = [];
    studio.tab = await openTab({ data: poisonedRows });
    const paused = await studio.tab.train.train({ runId }, (event) => events.push(event), signal);
    expect(paused).toMatchObject({ state: 'paused', step: 3, log: [], checkpoints: [3, 2] });
    expect(paused.skipped?.map(({ step, what, recordIds: rows }) => [step, what, rows.length])).toEqual(
      [1, 2, 3].map((step) => [step, 'loss', 2]),
    );
    expect(paused.cause).toMatchObject({
      reason: 'not_finite',
      values: { count: 3, step: 3, rows: paused.skipped?.[2]?.recordIds.join(', ') },
    });
    expect(events.filter((event) => event.kind === 'skipped').map(({ skip }) => skip)).toEqual(paused.skipped);
    expect(events.find((event) => event.kind === 'notice')).toMatchObject({ notice: { code: 'step_skipped', values: { step: 1 } } });
    studio.tab = await openTab();
  });

  test('whose loss is no number before and after a pause pauses by itself after three steps all the same', async () => {
    const runId = await studio.newRun();
    studio.tab = await openTab({ data: poisonedRows });
    const pause = (event: TrainEvent) =>
      event.kind === 'skipped' && event.skip.step === 2 && void studio.tab.train.pause({ state: 'paused' }, silent, signal);
    const paused = await studio.tab.train.train({ runId }, pause, signal);
    expect(paused).toMatchObject({ state: 'paused', step: 2 });
    expect(paused.cause).toBeUndefined();
    studio.tab = await openTab({ data: poisonedRows });
    expect(await studio.tab.train.train({ runId }, silent, signal)).toMatchObject({
      state: 'paused',
      step: 3,
      cause: { reason: 'not_finite', values: { count: 3, step: 3 } },
    });
    studio.tab = await openTab();
  });

  test('without room for a checkpoint gives up its older ones, then says that it could not save, and loses no step', async () => {
    const runId = await studio.newRun();
    const events: TrainEvent[] = [];
    studio.tab = await openTab({ files: (files) => withRoomFor(files, runId, 1) });
    const paused = await studio.tab.train.train({ runId }, (event) => events.push(event), signal);
    const notices = () => events.flatMap((event) => (event.kind === 'notice' ? event.notice.code : []));
    expect(notices()).toEqual(['checkpoint_not_saved', 'checkpoint_not_saved']);
    expect(paused).toMatchObject({
      state: 'paused',
      step: STEPS,
      checkpoints: [2],
      cause: { reason: 'no_room_at_end', values: { step: 6 } },
    });
    expect(paused.log.map((report) => report.loss)).toEqual(studio.unbroken);
    events.length = 0;
    studio.tab = await openTab({ files: (files) => withRoomFor(files, runId, 2) });
    const done = await studio.tab.train.train({ runId }, (event) => events.push(event), signal);
    expect(notices()).toEqual(['checkpoints_freed']);
    expect(done).toMatchObject({ state: 'done', checkpoints: [6, 4] });
    expect(done.log.map((report) => report.loss)).toEqual(studio.unbroken);
  });

  test('whose device has no room failed, and keeps the sentence with what to do about it', async () => {
    const runId = await studio.newRun();
    const full = outOfMemory('The GPU has no room for a buffer.');
    studio.tab = await openTab({ openDevice: () => Promise.reject(full) });
    await expect(studio.tab.train.train({ runId }, silent, signal)).rejects.toMatchObject({ failure: full.failure });
    studio.tab = await openTab();
    const failed = await studio.tab.data.run({ runId }, silent, signal);
    expect(failed).toMatchObject({ state: 'failed', cause: full.failure });
    expect(failed).not.toHaveProperty('failure');
    const done = await studio.tab.train.train({ runId }, silent, signal);
    expect(done.state).toBe('done');
    expect(done).not.toHaveProperty('cause');
    expect(done.log.map((report) => report.loss)).toEqual(studio.unbroken);
  });

  test('with another model, other settings or other rows than its checkpoint, it is refused and keeps what it has', async () => {
    const runId = await studio.newRun();
    await studio.tab.train.train(
      { runId },
      (event) => event.kind === 'checkpoint' && void studio.tab.train.pause({ state: 'paused' }, silent, signal),
      signal,
    );
    const changes: Readonly<Record<string, (opened: RunCalls['openRun']['result']) => RunCalls['openRun']['result']>> = {
      checkpoint_of_other_base: (opened) => ({ ...opened, model: { ...opened.model, initialSeed: 7 } }),
      checkpoint_of_other_settings: ({ run, ...opened }) => ({
        ...opened,
        run: { ...run, recipe: { ...studio.recipe, train: { ...studio.recipe.train, learning_rate: 1 } } },
      }),
      checkpoint_of_other_rows: (opened) => ({ ...opened, train: opened.train.slice(1) }),
    };
    for (const [reason, change] of Object.entries(changes)) {
      studio.tab = await openTab({ data: (data) => openedAs(data, change) });
      await expect(studio.tab.train.train({ runId }, silent, signal), reason).rejects.toMatchObject({
        failure: { code: 'blocked', reason },
      });
    }
    studio.tab = await openTab();
    const done = await studio.tab.train.train({ runId }, silent, signal);
    expect(done.log.map((report) => report.loss)).toEqual(studio.unbroken);
  });

  test('saves when the page is hidden, says that it was, and that it stood still when the computer slept', async () => {
    const runId = await studio.newRun();
    const events: TrainEvent[] = [];
    let slept = 0;
    studio.tab = await openTab({ wallClock: () => Date.now() + slept });
    const emit = (event: TrainEvent) => {
      events.push(event);
      if (event.kind !== 'step') return;
      if (event.report.step === 4) void studio.tab.train.pageHidden({ hidden: true }, silent, signal);
      if (event.report.step === 5) slept = 36_000_000;
    };
    const done = await studio.tab.train.train({ runId }, emit, signal);
    const saved = events.flatMap((event) => (event.kind === 'checkpoint' ? event.step : []));
    expect(saved).toHaveLength(4);
    expect(saved).toContain(5);
    const told = events.flatMap((event) => (event.kind === 'notice' ? event.notice : []));
    expect(told.map(({ code }) => code)).toEqual(['tab_hidden', 'stood_still', 'tab_shown']);
    expect(told[1]?.values).toEqual({ minutes: 600 });
    expect(done.log.map((report) => report.loss)).toEqual(studio.unbroken);
    const { notices = [] } = await studio.tab.data.run({ runId }, silent, signal);
    expect(notices).toMatchObject(told);
    expect(notices[2]).toMatchObject({ values: { minutes: 600, from: 4, step: STEPS } });
    expect(notices[2]?.at).toBeGreaterThan(Date.now() + slept - 600_000);
    studio.tab = await openTab();
  });

  test('begun in a page that is hidden already, says so and saves at its first step', async () => {
    const runId = await studio.newRun();
    const events: TrainEvent[] = [];
    const done = studio.tab.train.train({ runId }, (event) => events.push(event), signal);
    await studio.tab.train.pageHidden({ hidden: true }, silent, signal);
    await done;
    expect(events.flatMap((event) => (event.kind === 'checkpoint' ? event.step : []))).toContain(1);
    const told = events.flatMap((event) => (event.kind === 'notice' ? event.notice : []));
    expect(told).toMatchObject([
      { code: 'tab_hidden', values: { step: 1 } },
      { code: 'tab_shown', values: { from: 1, step: STEPS } },
    ]);
  });
});
