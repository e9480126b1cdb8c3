// The whole way of a run in Node, on the cpu backend: sample → run → training → kill → resume → evaluate → export →
// the exported zip as a model of its own. Both workers' handlers talk through real ports.

import 'fake-indexeddb/auto';
import { readFile } from 'node:fs/promises';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '../../core/failure';
import type { Recipe } from '../../core/recipe/recipe';
import { relativeDifference } from '../../core/weights-export';
import { openDevice } from '../../ml';
import { poisoned } from '../../ml/testing/poisoned';
import { runFolder } from '../../storage/checkpoints';
import type { FileStore } from '../../storage/files';
import { memoryFiles } from '../../storage/memory-files';
import type { DataContext } from '../data/context';
import { dataHandlers, runCallHandlers } from '../data/handlers';
import { testContext } from '../data/test-context';
import type { DataCalls, TrainCalls, TrainEvent } from '../protocol';
import { connect, type Handlers, type Remote, serve } from '../rpc';
import type { RunCalls } from '../run-protocol';
import { trainHandlers } from './handlers';
import { testTrainContext } from './test-context';

const signal = new AbortController().signal;
const silent = () => undefined;
const contents = new Map<string, Uint8Array<ArrayBuffer>>();

async function readAsset(path: string): Promise<Blob> {
  try {
    return new Blob([new Uint8Array(await readFile(new URL(`../../../public/${path}`, import.meta.url)))]);
  } catch {
    throw new AppError({ code: 'not-found', message: path });
  }
}

interface Tab {
  readonly context: DataContext;
  readonly data: Handlers<DataCalls>;
  readonly train: Handlers<Omit<TrainCalls, 'connect'>>;
}

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

interface TabChanges {
  readonly data?: (data: Remote<RunCalls>) => Remote<RunCalls>;
  readonly files?: (files: FileStore) => FileStore;
  readonly wallClock?: () => number;
}

async function openTab(change: TabChanges = {}): Promise<Tab> {
  const stored = memoryFiles(contents);
  const files = change.files?.(stored) ?? stored;
  const context = await testContext({ databaseName: 'train', readAsset, files });
  context.newId = () => crypto.randomUUID();
  const { port1, port2 } = new MessageChannel();
  serve<RunCalls>(port1, runCallHandlers(context));
  port1.start();
  const remote = connect<RunCalls>(port2);
  port2.start();
  const openCpu = () => openDevice('cpu', { wasmPath: '' });
  const clock = change.wallClock ? { wallClock: change.wallClock } : {};
  const train = trainHandlers(testTrainContext({ data: change.data?.(remote) ?? remote, files, openDevice: openCpu, ...clock }));
  return { context, data: dataHandlers(context, { estimate: async () => ({}), persisted: async () => false }), train };
}

const STEPS = 6;
let tab: Tab;
let projectId = '';
let recipe: Recipe;
let unbroken: readonly number[] = [];

async function newRun(): Promise<string> {
  return (await tab.data.createRun({ projectId, recipe }, silent, signal)).id;
}

beforeAll(async () => {
  tab = await openTab();
  const view = await tab.data.openSample({ name: 'zh-from-zero' }, silent, signal);
  projectId = view.id;
  // Few rows: this is about the way, not the numbers.
  for (const [split, kept] of [
    ['train', 40],
    ['eval', 4],
  ] as const) {
    const { lines } = await tab.data.records({ projectId, filter: { split }, from: kept, count: 1000 }, silent, signal);
    await tab.data.edit({ projectId, edit: { kind: 'delete', ids: lines.map((line) => line.id) } }, silent, signal);
  }
  const train = { ...view.recipe.train, device: 'cpu' as const, max_steps: STEPS, save_steps: 2, eval_steps: 4, logging_steps: 1 };
  recipe = { ...view.recipe, train: { ...train, per_device_train_batch_size: 2, save_total_limit: 2 } };
  const runId = await newRun();
  const run = await tab.train.train({ runId }, silent, signal);
  unbroken = run.log.map((report) => report.loss);
}, 120_000);

describe('a run', () => {
  test('trains to its end, with each step logged once and two checkpoints kept', async () => {
    const runId = await newRun();
    const events: TrainEvent[] = [];
    const run = await tab.train.train({ runId }, (event) => events.push(event), signal);
    expect(run).toMatchObject({ state: 'done', step: STEPS, checkpoints: [6, 4], device: { backend: 'cpu' } });
    expect(run.log.map((report) => report.step)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(run.log.map((report) => report.loss)).toEqual(unbroken);
    expect(run.evaluations.map((report) => report.step)).toEqual([4, 6]);
    // The same few held-out requests are answered at each of them, and what was said is stored.
    const samples = run.evaluations.map((report) => report.samples ?? []);
    expect(samples.map((answers) => answers.length)).toEqual([4, 4]);
    expect(samples[0]?.map((answer) => answer.request)).toEqual(samples[1]?.map((answer) => answer.request));
    expect(samples[1]?.every((answer) => answer.request !== '' && answer.verdict !== undefined)).toBe(true);
    expect(events.filter((event) => event.kind === 'evaluation').map((event) => event.report)).toEqual(run.evaluations);
    expect(events.filter((event) => event.kind === 'checkpoint').map((event) => event.step)).toEqual([2, 4, 6]);
    const steps = events.filter((event) => event.kind === 'step');
    expect(steps.at(-1)).toMatchObject({ secondsLeft: 0 });
    expect(steps.at(-1)?.tokensPerSecond).toBeGreaterThan(0);
  });

  test('paused: a second one and questions are refused meanwhile; it goes on with the losses of the unbroken run', async () => {
    const runId = await newRun();
    const refusals: Promise<unknown>[] = [];
    const emit = (event: TrainEvent) => {
      if (event.kind !== 'step' || event.report.step !== 3) return;
      refusals.push(tab.train.train({ runId }, silent, signal).catch((error: unknown) => error));
      refusals.push(tab.train.evaluate({ runId }, silent, signal).catch((error: unknown) => error));
      void tab.train.pause({ state: 'stopped' }, silent, signal);
    };
    const stopped = await tab.train.train({ runId }, emit, signal);
    expect(stopped).toMatchObject({ state: 'stopped', checkpoints: [stopped.step, 2] });
    expect(stopped.step).toBeLessThan(STEPS);
    for (const error of await Promise.all(refusals)) expect(error).toMatchObject({ failure: { code: 'in-use', reason: 'training_runs' } });
    const done = await tab.train.train({ runId }, silent, signal);
    expect(done.state).toBe('done');
    expect(done.log.map((report) => report.step)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(done.log.map((report) => report.loss)).toEqual(unbroken);
  });

  test('its tab killed and its newest checkpoint torn: it is interrupted, says so, and repeats the steps exactly', async () => {
    const runId = await newRun();
    let killed = false;
    // The dead tab's train worker goes on in this process; its calls must not count any more.
    const events: TrainEvent[] = [];
    const dying = tab.train.train(
      { runId },
      (event) => {
        if (event.kind === 'checkpoint' && event.step === 4 && !killed) {
          killed = true;
          tab.context.database.close();
        }
      },
      signal,
    );
    await expect(dying).rejects.toThrow();
    tab = await openTab();
    const torn = `${runFolder(runId)}/checkpoint-4.safetensors`;
    contents.set(torn, contents.get(torn)?.slice(0, 1000) ?? new Uint8Array());
    await tab.data.openProject({ projectId }, silent, signal);
    expect(await tab.data.run({ runId }, silent, signal)).toMatchObject({ state: 'interrupted', checkpoints: [4, 2] });
    const done = await tab.train.train({ runId }, (event) => events.push(event), signal);
    expect(events.find((event) => event.kind === 'checkpoint')).toEqual({
      kind: 'checkpoint',
      step: 2,
      damaged: [{ step: 4, problem: 'wrong_length' }],
    });
    expect(done.log.map((report) => report.loss)).toEqual(unbroken);
    expect(done.checkpoints).toEqual([6, 4]);
  });

  test('whose loss is no number pauses after three steps, with the rows named', async () => {
    const runId = await newRun();
    const events: TrainEvent[] = [];
    tab = await openTab({ data: poisonedRows });
    const paused = await tab.train.train({ runId }, (event) => events.push(event), signal);
    expect(paused).toMatchObject({ state: 'paused', step: 3, log: [], checkpoints: [3, 2] });
    expect(paused.skipped?.map(({ step, what, rows }) => [step, what, rows.length])).toEqual([1, 2, 3].map((step) => [step, 'loss', 2]));
    expect(paused.cause).toMatchObject({ reason: 'not_finite', values: { count: 3, step: 3, rows: paused.skipped?.[2]?.rows.join(', ') } });
    expect(events.filter((event) => event.kind === 'skipped').map(({ skip }) => skip)).toEqual(paused.skipped);
    expect(events.find((event) => event.kind === 'notice')).toMatchObject({ notice: { code: 'step_skipped', values: { step: 1 } } });
    tab = await openTab();
  });

  test('whose loss is no number before and after a pause pauses by itself after three steps all the same', async () => {
    const runId = await newRun();
    tab = await openTab({ data: poisonedRows });
    const pause = (event: TrainEvent) =>
      event.kind === 'skipped' && event.skip.step === 2 && void tab.train.pause({ state: 'paused' }, silent, signal);
    const paused = await tab.train.train({ runId }, pause, signal);
    expect(paused).toMatchObject({ state: 'paused', step: 2 });
    expect(paused.cause).toBeUndefined();
    tab = await openTab({ data: poisonedRows });
    expect(await tab.train.train({ runId }, silent, signal)).toMatchObject({
      state: 'paused',
      step: 3,
      cause: { reason: 'not_finite', values: { count: 3, step: 3 } },
    });
    tab = await openTab();
  });

  test('without room for a checkpoint gives up its older ones, then says that it could not save, and loses no step', async () => {
    const runId = await newRun();
    const events: TrainEvent[] = [];
    tab = await openTab({ files: (files) => withRoomFor(files, runId, 1) });
    const paused = await tab.train.train({ runId }, (event) => events.push(event), signal);
    const notices = () => events.flatMap((event) => (event.kind === 'notice' ? event.notice.code : []));
    expect(notices()).toEqual(['checkpoint_not_saved', 'checkpoint_not_saved']);
    expect(paused).toMatchObject({
      state: 'paused',
      step: STEPS,
      checkpoints: [2],
      cause: { reason: 'no_room_at_end', values: { step: 6 } },
    });
    expect(paused.log.map((report) => report.loss)).toEqual(unbroken);
    events.length = 0;
    tab = await openTab({ files: (files) => withRoomFor(files, runId, 2) });
    const done = await tab.train.train({ runId }, (event) => events.push(event), signal);
    expect(notices()).toEqual(['checkpoints_freed']);
    expect(done).toMatchObject({ state: 'done', checkpoints: [6, 4] });
    expect(done.log.map((report) => report.loss)).toEqual(unbroken);
  });

  test('with another model, other settings or other rows than its checkpoint, it is refused and keeps what it has', async () => {
    const runId = await newRun();
    await tab.train.train(
      { runId },
      (event) => event.kind === 'checkpoint' && void tab.train.pause({ state: 'paused' }, silent, signal),
      signal,
    );
    const changes: Readonly<Record<string, (opened: RunCalls['openRun']['result']) => RunCalls['openRun']['result']>> = {
      checkpoint_of_other_base: (opened) => ({ ...opened, model: { ...opened.model, initialSeed: 7 } }),
      checkpoint_of_other_settings: ({ run, ...opened }) => ({
        ...opened,
        run: { ...run, recipe: { ...recipe, train: { ...recipe.train, learning_rate: 1 } } },
      }),
      checkpoint_of_other_rows: (opened) => ({ ...opened, train: opened.train.slice(1) }),
    };
    for (const [reason, change] of Object.entries(changes)) {
      tab = await openTab({ data: (data) => openedAs(data, change) });
      await expect(tab.train.train({ runId }, silent, signal), reason).rejects.toMatchObject({ failure: { code: 'blocked', reason } });
    }
    tab = await openTab();
    const done = await tab.train.train({ runId }, silent, signal);
    expect(done.log.map((report) => report.loss)).toEqual(unbroken);
  });

  test('saves when the page is hidden, says that it was, and that it stood still when the computer slept', async () => {
    const runId = await newRun();
    const events: TrainEvent[] = [];
    let slept = 0;
    tab = await openTab({ wallClock: () => Date.now() + slept });
    const emit = (event: TrainEvent) => {
      events.push(event);
      if (event.kind !== 'step') return;
      if (event.report.step === 4) void tab.train.pageHidden({ hidden: true }, silent, signal);
      if (event.report.step === 5) slept = 36_000_000;
    };
    const done = await tab.train.train({ runId }, emit, signal);
    const saved = events.flatMap((event) => (event.kind === 'checkpoint' ? event.step : []));
    expect(saved).toHaveLength(4);
    expect(saved).toContain(5);
    const told = events.flatMap((event) => (event.kind === 'notice' ? event.notice : []));
    expect(told.map(({ code }) => code)).toEqual(['tab_hidden', 'stood_still', 'tab_shown']);
    expect(told[1]?.values).toEqual({ minutes: 600 });
    expect(done.log.map((report) => report.loss)).toEqual(unbroken);
    const { notices = [] } = await tab.data.run({ runId }, silent, signal);
    expect(notices).toMatchObject(told);
    expect(notices[2]).toMatchObject({ values: { minutes: 600, from: 4, step: STEPS } });
    expect(notices[2]?.at).toBeGreaterThan(Date.now() + slept - 600_000);
    tab = await openTab();
  });

  test('a new run goes on from a kept checkpoint of it, another begins anew; it stays as it was', async () => {
    const runId = await newRun();
    const before = await tab.train.train({ runId }, silent, signal);
    const progress: number[] = [];
    const forked = await tab.data.forkRun({ runId, step: 4 }, ({ done, total }) => progress.push(done / total), signal);
    expect(forked).toMatchObject({ state: 'paused', step: 4, checkpoints: [4], origin: { runId, name: before.name, step: 4 } });
    expect(forked.log).toEqual(before.log.slice(0, 4));
    expect(forked.evaluations).toEqual(before.evaluations.slice(0, 1));
    expect(progress.at(-1)).toBe(1);
    const done = await tab.train.train({ runId: forked.id }, silent, signal);
    expect(done).toMatchObject({ state: 'done', checkpoints: [6, 4] });
    expect(done.log.map((report) => report.loss)).toEqual(unbroken);

    const duplicate = await tab.data.duplicateRun({ runId: forked.id }, silent, signal);
    expect(duplicate).toMatchObject({ state: 'paused', step: 0, checkpoints: [], log: [], recipe });
    expect(duplicate.origin).toBeUndefined();
    const again = await tab.train.train({ runId: duplicate.id }, silent, signal);
    expect(again.log.map((report) => report.loss)).toEqual(unbroken);
    expect(await tab.data.run({ runId }, silent, signal)).toEqual(before);
    await expect(tab.data.forkRun({ runId, step: 2 }, silent, signal)).rejects.toMatchObject({ failure: { reason: 'checkpoint_gone' } });
  });

  test('keeps its best checkpoint however old it is, stops early, and hands the best on', async () => {
    // Nothing is learned, so that the first evaluation is the best and those after it are in vain.
    const train = { ...recipe.train, learning_rate: 0, max_steps: 20, eval_steps: 2, early_stopping_patience: 3 };
    const best = { ...recipe, train: { ...train, load_best_model_at_end: true } };
    const { id: runId } = await tab.data.createRun({ projectId, recipe: best }, silent, signal);
    const done = await tab.train.train({ runId }, silent, signal);
    expect(done).toMatchObject({ state: 'done', step: 8, checkpoints: [8, 2] });
    expect((await tab.train.evaluate({ runId }, silent, signal)).step).toBe(2);
    const [{ blob = new Blob() } = {}] = await tab.data.exportModel({ runId, kind: 'merged', dtype: 'F32' }, silent, signal);
    const folder = unzipSync(new Uint8Array(await blob.arrayBuffer()));
    expect(strFromU8(folder['README.md'] ?? new Uint8Array())).toContain('step 2');
  });

  test('later edits do not change it', async () => {
    const runId = await newRun();
    await tab.data.edit({ projectId, edit: { kind: 'delete', ids: ['r1', 'r2', 'r3'] } }, silent, signal);
    const done = await tab.train.train({ runId }, silent, signal);
    expect(done.log.map((report) => report.loss)).toEqual(unbroken);
    await tab.data.undo({ projectId }, silent, signal);
  });
});

describe('a trained model', () => {
  test('is measured on the held-out rows, exported, and answers the same after its zip was dropped back', async () => {
    const runId = await newRun();
    await tab.train.train({ runId }, silent, signal);
    const evaluation = await tab.train.evaluate({ runId }, silent, signal);
    expect(evaluation.step).toBe(STEPS);
    expect(evaluation.tuned.cases.length).toBeGreaterThanOrEqual(4);
    expect(await tab.data.evaluation({ runId }, silent, signal)).toEqual(evaluation);
    const { record } = await tab.data.record({ projectId, id: 'r1' }, silent, signal);
    const question = { messages: record.messages.slice(0, 2), tools: [], maxNewTokens: 12, samplingSeed: null };
    const answers = await tab.train.ask({ runId, ...question }, silent, signal);

    const exported = await tab.data.exportModel({ runId, kind: 'merged', dtype: 'F32' }, silent, signal);
    expect(exported).toHaveLength(1);
    const [{ fileName = '', blob = new Blob() } = {}] = exported;
    const folder = unzipSync(new Uint8Array(await blob.arrayBuffer()));
    expect(Object.keys(folder).sort()).toEqual([
      'README.md',
      'config.json',
      'generation_config.json',
      'model.safetensors',
      'tokenizer.json',
      'tokenizer_config.json',
    ]);
    expect(strFromU8(folder['README.md'] ?? new Uint8Array())).toContain('## Evaluation');

    // Settings that sample wildly: a greedy answer stays as it was.
    folder['generation_config.json'] = strToU8(JSON.stringify({ do_sample: true, temperature: 5, top_k: 0 }));
    const dropped = { name: fileName, file: new Blob([zipSync(folder)]) };
    const { model } = await tab.data.addModel({ files: [dropped] }, silent, signal);
    expect(model).toMatchObject({ architecture: 'qwen3', fromZero: false, hasChatTemplate: true });
    const onward = { ...recipe, model: { folder: model.id }, train: { ...recipe.train, max_steps: 1, learning_rate: 0 } };
    const next = await tab.data.createRun({ projectId, recipe: onward }, silent, signal);
    await tab.train.train({ runId: next.id }, silent, signal);
    const again = await tab.train.ask({ runId: next.id, ...question }, silent, signal);
    expect(again.base.text).toBe(answers.tuned.text);

    const sampled = async (samplingSeed: number) => {
      const { base } = await tab.train.ask({ runId: next.id, ...question, samplingSeed }, silent, signal);
      return base.text;
    };
    const first = await sampled(1);
    expect(first).not.toBe(answers.tuned.text);
    expect(await sampled(1)).toBe(first);
    expect(await sampled(2)).not.toBe(first);
  });

  test('says what rounding its weights changes; in F32 they are the same bits', async () => {
    const runId = await newRun();
    await tab.train.train({ runId }, silent, signal);
    expect(await tab.train.checkExport({ runId, dtype: 'F32' }, silent, signal)).toBeNull();
    const sizes: number[] = [];
    for (const dtype of ['F16', 'BF16'] as const) {
      const check = (await tab.train.checkExport({ runId, dtype }, silent, signal)) ?? expect.fail('no check');
      expect(check.positions).toBeGreaterThan(20);
      expect(check.sameNextToken).toBeGreaterThan(0.8 * check.positions);
      sizes.push(relativeDifference(check));
      const [{ blob = new Blob() } = {}] = await tab.data.exportModel({ runId, kind: 'merged', dtype, check }, silent, signal);
      const folder = unzipSync(new Uint8Array(await blob.arrayBuffer()));
      expect(strFromU8(folder['README.md'] ?? new Uint8Array())).toMatch(
        /Weights: B?F16, full fine-tuning; on fixed prompts the logits differ/,
      );
    }
    // Steps of 2^-11 and 2^-8 of a weight.
    const [ofF16 = 0, ofBf16 = 0] = sizes;
    expect(ofF16).toBeGreaterThan(0);
    expect(ofBf16).toBeGreaterThan(3 * ofF16);
    expect(ofBf16).toBeLessThan(0.05);
  });

  test('without a checkpoint there is nothing to ask or export', async () => {
    const runId = await newRun();
    await expect(tab.data.exportModel({ runId, kind: 'merged', dtype: 'F32' }, silent, signal)).rejects.toMatchObject({
      failure: { reason: 'no_checkpoint' },
    });
    const question = { runId, messages: [], tools: [], maxNewTokens: 1, samplingSeed: null };
    await expect(tab.train.ask(question, silent, signal)).rejects.toMatchObject({ failure: { reason: 'no_checkpoint' } });
  });
});
