import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../core/failure';
import { defaultRecipe } from '../core/recipe';
import type { DataRecord, Split } from '../core/record';
import type { StepReport } from '../core/training';
import { commitImport, doOperation, neighbours, putImportedRecords, readSources, redoOperation, undoOperation } from './operations';
import { putProject, readProject } from './projects';
import { dropUnfinished, orderOf, readChunks, readRecords, recordId } from './records';
import { commitManifest, createRun, logSteps, readManifests, readRun, readRunRecords, rewindLog } from './runs';
import { DATABASE_VERSION, type Database, openDatabase, type StoredProject, type StoredRun } from './schema';
import { explainFailure } from './storage-failure';

const recipe = defaultRecipe();
const project: StoredProject = {
  id: 'p',
  name: 'Project',
  createdAt: 1,
  changedAt: 1,
  records: 0,
  tools: [],
  recipe,
  revision: 0,
  nextOrder: 0,
  applied: 0,
};

function record(order: number, text = `row ${order}`, split: Split = 'train'): DataRecord {
  const source = { file: 'a.jsonl', line: order + 1, format: 'openai' };
  return { id: recordId(order), source, tags: [], split, tools: [], messages: [{ role: 'user', content: text }] };
}

let database: Database;
let count = 0;
beforeEach(async () => {
  count += 1;
  database = await openDatabase(`test-${count}`);
  await putProject(database, project);
});
afterEach(() => database.close());

async function all(): Promise<DataRecord[]> {
  const { nextOrder } = await readProject(database, 'p');
  const records: DataRecord[] = [];
  for await (const chunk of readChunks(database, 'p', nextOrder)) records.push(...chunk);
  return records;
}

async function importRows(rows: number): Promise<void> {
  const { nextOrder } = await readProject(database, 'p');
  const records = Array.from({ length: rows }, (_, index) => record(nextOrder + index));
  await putImportedRecords(database, 'p', records);
  const report = { file: 'a.jsonl', bytes: 1, read: rows, taken: rows, formats: { openai: rows }, refusals: [], notes: [] };
  await commitImport(database, 'p', 'Import', 2, { to: nextOrder + rows, tools: null, reports: [report] });
}

describe('records and operations', () => {
  test('an import spans chunks, is undone as a whole and comes back in place', async () => {
    await importRows(1203);
    expect((await all()).map((one) => orderOf(one.id))).toEqual(Array.from({ length: 1203 }, (_, index) => index));
    await importRows(10);
    await undoOperation(database, 'p', 3);
    await undoOperation(database, 'p', 4);
    expect(await all()).toEqual([]);
    const empty = await readProject(database, 'p');
    expect(empty.records).toBe(0);
    expect(await readSources(database, empty)).toEqual([]);
    await redoOperation(database, 'p', 5);
    expect(await all()).toHaveLength(1203);
    expect((await all())[700]).toEqual(record(700));
    await redoOperation(database, 'p', 6);
    expect((await readProject(database, 'p')).records).toBe(1213);
    expect(await readSources(database, await readProject(database, 'p'))).toHaveLength(2);
  });

  test('an import that never finished stays invisible, and its rests do not come back', async () => {
    await importRows(3);
    await putImportedRecords(database, 'p', [record(3, 'lost'), record(600, 'lost too')]);
    expect(await all()).toHaveLength(3);
    await dropUnfinished(database, 'p', 3);
    await importRows(700);
    expect((await all()).filter((one) => one.messages[0]?.content?.startsWith('lost'))).toEqual([]);
  });

  test('the log and its pointer survive a reload', async () => {
    await importRows(4);
    const before = await readRecords(database, 'p', ['r2']);
    await doOperation(database, 'p', 'Delete 1 record', 3, ({ nextOrder }) => ({
      change: { kind: 'records', before, after: [] },
      nextOrder,
    }));
    await undoOperation(database, 'p', 4);
    database.close();
    database = await openDatabase(`test-${count}`);
    const { undo, redo } = await neighbours(database, await readProject(database, 'p'));
    expect([undo?.label, redo?.label]).toEqual(['Import', 'Delete 1 record']);
    await redoOperation(database, 'p', 5);
    expect((await all()).map((one) => one.id)).toEqual(['r1', 'r3', 'r4']);
    await expect(redoOperation(database, 'p', 6)).rejects.toThrow('nothing to redo');
  });

  test('any edits, undone one by one and redone, pass through the same states', async () => {
    type Step = { readonly kind: 'add' | 'delete' | 'replace' | 'split'; readonly pick: number };
    const steps = fc.array(fc.record({ kind: fc.constantFrom('add', 'delete', 'replace', 'split'), pick: fc.nat(1000) }), { maxLength: 8 });
    async function perform({ kind, pick }: Step): Promise<boolean> {
      const records = await all();
      const chosen = records[pick % Math.max(1, records.length)];
      const { nextOrder } = await readProject(database, 'p');
      if (kind === 'add') {
        const after = [record(nextOrder, `added ${pick}`)];
        await doOperation(database, 'p', kind, 1, () => ({ change: { kind: 'records', before: [], after }, nextOrder: nextOrder + 1 }));
        return true;
      }
      if (!chosen) return false;
      const change = {
        delete: { kind: 'records', before: [chosen], after: [] },
        replace: { kind: 'records', before: [chosen], after: [{ ...chosen, tags: [`t${pick}`] }] },
        split: { kind: 'split', ids: [chosen.id], before: [chosen.split], after: 'eval' },
      } as const;
      await doOperation(database, 'p', kind, 1, () => ({ change: change[kind], nextOrder }));
      return true;
    }
    let run = 0;
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        run += 1;
        database.close();
        database = await openDatabase(`property-${run}`);
        await putProject(database, project);
        await importRows(3);
        const states = [await all()];
        for (const step of list) if (await perform(step)) states.push(await all());
        for (let at = states.length - 2; at >= 0; at -= 1) {
          await undoOperation(database, 'p', 1);
          expect(await all()).toEqual(states[at]);
        }
        for (let at = 1; at < states.length; at += 1) {
          await redoOperation(database, 'p', 1);
          expect(await all()).toEqual(states[at]);
        }
        expect((await readProject(database, 'p')).records).toBe(states.at(-1)?.length);
      }),
      { numRuns: 40 },
    );
  });

  test('something new drops what could have been redone', async () => {
    await importRows(2);
    await undoOperation(database, 'p', 1);
    await importRows(1);
    expect((await all()).map((one) => one.id)).toEqual(['r3']);
    await expect(redoOperation(database, 'p', 1)).rejects.toThrow(AppError);
  });
});

describe('runs', () => {
  const run: StoredRun = {
    id: 'run',
    projectId: 'p',
    name: 'calm-otter',
    createdAt: 1,
    recipe,
    modelId: 'from-zero',
    state: 'paused',
    plan: {
      rows: 1,
      sequences: 1,
      paddingShare: 0,
      tokensPerEpoch: 1,
      trainedTokensPerEpoch: 1,
      stepsPerEpoch: 1,
      steps: 9,
      warmupSteps: 0,
      rowsCut: 0,
      rowsLeftOut: [],
    },
    device: null,
    step: 0,
    seconds: 0,
    tools: [],
    revision: 1,
  };
  const report = (step: number, loss = 1 / step): StepReport => ({
    step,
    epoch: 0,
    loss,
    learningRate: 0,
    gradientNorm: 0,
    tokens: 1,
    trainedTokens: 1,
    seconds: step,
  });

  test('a resumed run logs each step once', async () => {
    await createRun(database, run, [record(0), record(501)]);
    expect((await readRunRecords(database, 'run')).map((one) => one.id)).toEqual(['r1', 'r502']);
    const log = (steps: number[], loss?: number) =>
      logSteps(
        database,
        'run',
        steps.map((step) => report(step, loss)),
        steps.map((step) => ({ step, loss: 1 })),
        (before) => ({ ...before, step: steps.at(-1) ?? 0 }),
      );
    await log([1, 2, 3]);
    await log([4, 5]);
    await rewindLog(database, 'run', 2);
    const { log: kept, evaluations, step } = await readRun(database, 'run');
    expect([kept.map((one) => one.step), evaluations.map((one) => one.step), step]).toEqual([[1, 2], [1, 2], 2]);
    await log([3, 4], 7);
    await log([4, 5, 6], 8);
    expect((await readRun(database, 'run')).log.map((one) => one.loss)).toEqual([1, 0.5, 7, 8, 8, 8]);
  });

  test('manifests: the newest are kept, files of the others are handed back', async () => {
    const commit = (step: number) => commitManifest(database, { runId: 'run', step, file: `f${step}`, bytes: 1, sha256: '' }, 2);
    expect(await commit(50)).toEqual([]);
    expect(await commit(100)).toEqual([]);
    expect(await commit(150)).toEqual(['f50']);
    expect(await commit(120)).toEqual(['f150']);
    expect((await readManifests(database, 'run')).map((one) => one.step)).toEqual([120, 100]);
  });
});

describe('the database', () => {
  test('a newer version is refused in a sentence, and nothing is changed', async () => {
    const newer = await openDB('newer', DATABASE_VERSION + 1);
    newer.close();
    const error = await openDatabase('newer').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(AppError);
    expect(explainFailure(error)).toMatchObject({ code: 'storage', reason: 'newer_database' });
  });

  test('projects and runs of an earlier version get the settings that came after them', async () => {
    const name = 'earlier';
    const old = await openDB(name, 2, {
      upgrade(created) {
        created.createObjectStore('projects', { keyPath: 'id' });
        created.createObjectStore('runs', { keyPath: 'id' }).createIndex('byProject', 'projectId');
      },
    });
    const { lora: _lora, export_dtype: _dtype, train, ...rest } = recipe;
    const earlier = { ...rest, train: { seed: 7, shuffle_dataset: false, per_device_train_batch_size: 8 } };
    await old.put('projects', { ...project, recipe: earlier });
    await old.put('runs', { id: 'r', projectId: 'p', recipe: earlier, plan: { rows: 9, steps: 3 } });
    old.close();
    const upgraded = await openDatabase(name);
    const changes = { seed: 7, shuffle_dataset: false, per_device_train_batch_size: 8, per_device_eval_batch_size: 8 };
    const whole = { ...recipe, train: { ...train, ...changes, train_sampling_strategy: 'sequential' } };
    expect((await readProject(upgraded, 'p')).recipe).toEqual(whole);
    expect(await upgraded.get('runs', 'r')).toMatchObject({ recipe: whole, plan: { rows: 9, sequences: 9, paddingShare: 0, steps: 3 } });
    upgraded.close();
  });

  test('projects and runs of the time when the starter learned from nothing keep that model', async () => {
    const name = 'early-starter';
    const old = await openDB(name, 4, {
      upgrade(created) {
        created.createObjectStore('projects', { keyPath: 'id' });
        created.createObjectStore('runs', { keyPath: 'id' }).createIndex('byProject', 'projectId');
      },
    });
    const early = { ...recipe, model: { source: 'starter' } };
    const stored = { ...recipe, model: { folder: 'm' } };
    await old.put('projects', { ...project, recipe: early });
    await old.put('runs', { id: 'r', projectId: 'p', recipe: early, modelId: 'starter' });
    await old.put('runs', { id: 's', projectId: 'p', recipe: stored, modelId: 'm' });
    old.close();
    const upgraded = await openDatabase(name);
    const fromZero = { source: 'from-zero' };
    expect((await readProject(upgraded, 'p')).recipe.model).toEqual(fromZero);
    expect(await upgraded.get('runs', 'r')).toMatchObject({ recipe: { model: fromZero }, modelId: 'from-zero' });
    expect(await upgraded.get('runs', 's')).toMatchObject({ recipe: stored, modelId: 'm' });
    upgraded.close();
    // Once only: what is chosen from now on stays.
    const again = await openDatabase(name);
    await again.put('projects', { ...project, recipe: { ...recipe, model: { source: 'starter' } } });
    again.close();
    expect((await readProject(await openDatabase(name), 'p')).recipe.model).toEqual({ source: 'starter' });
  });

  test('an upgrade in another tab gets through; later calls here say why they fail', async () => {
    const newer = await openDB(`test-${count}`, DATABASE_VERSION + 1);
    newer.close();
    const error = await readProject(database, 'p').catch((reason: unknown) => reason);
    expect(explainFailure(error)).toMatchObject({ code: 'storage', reason: 'closed_database' });
  });
});
