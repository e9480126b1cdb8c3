import 'fake-indexeddb/auto';
import { type IDBPDatabase, openDB } from 'idb';
import { describe, expect, test } from 'vitest';
import { AppError } from '../core/failure';
import { DATABASE_VERSION, openDatabase } from './open-database';
import { readProject } from './projects';
import { explainFailure } from './storage-failure';
import { project, record, run } from './testing/project';

const { recipe } = project;

/** The stores of version 6, and of earlier versions as far as they had them. */
function createEarlierStores(created: IDBPDatabase, _oldVersion: number, newVersion: number | null): void {
  created.createObjectStore('projects', { keyPath: 'id' });
  created.createObjectStore('chunks', { keyPath: ['projectId', 'chunk'] });
  created.createObjectStore('operations', { keyPath: ['projectId', 'sequence'] });
  created.createObjectStore('shelf', { keyPath: ['projectId', 'sequence', 'chunk'] });
  created.createObjectStore('sources', { keyPath: ['projectId', 'sequence', 'position'] });
  created.createObjectStore('runs', { keyPath: 'id' }).createIndex('byProject', 'projectId');
  created.createObjectStore('runRecords', { keyPath: ['runId', 'chunk'] });
  created.createObjectStore('runEvaluations', { keyPath: ['runId', 'step'] });
  created.createObjectStore('evaluations', { keyPath: 'runId' });
  if ((newVersion ?? 0) >= 2) created.createObjectStore('downloads', { keyPath: 'id' });
  if ((newVersion ?? 0) >= 6) created.createObjectStore('adapters', { keyPath: 'id' });
}

describe('openDatabase', () => {
  test('a database of a newer version fails with a reason, and nothing is changed', async () => {
    const newer = await openDB('newer', DATABASE_VERSION + 1);
    newer.close();
    const error = await openDatabase('newer').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(AppError);
    expect(explainFailure(error)).toMatchObject({ code: 'storage', reason: 'newer_database' });
  });

  test('projects and runs of version 2 get the settings that were added later', async () => {
    const name = 'earlier';
    const old = await openDB(name, 2, { upgrade: createEarlierStores });
    const { lora: _lora, export_dtype: _dtype, train, ...rest } = recipe;
    // `starter` was the only built-in model then; it is called `from-zero` now.
    const earlier = { ...rest, model: { source: 'starter' }, train: { seed: 7, shuffle_dataset: false, per_device_train_batch_size: 8 } };
    await old.put('projects', { ...project, recipe: earlier });
    await old.put('runs', { id: 'r', projectId: 'p', recipe: earlier, plan: { rows: 9, steps: 3 } });
    old.close();
    const upgraded = await openDatabase(name);
    const changes = { seed: 7, shuffle_dataset: false, per_device_train_batch_size: 8, per_device_eval_batch_size: 8 };
    const model = { source: 'from-zero' };
    const whole = { ...recipe, model, train: { ...train, ...changes, train_sampling_strategy: 'sequential' } };
    expect((await readProject(upgraded, 'p')).recipe).toEqual(whole);
    expect(await upgraded.get('runs', 'r')).toMatchObject({
      recipe: whole,
      plan: { examples: 9, sequences: 9, paddingShare: 0, steps: 3 },
    });
    upgraded.close();
  });

  test('projects and runs of version 4 keep the model that was called starter, under its new name', async () => {
    const name = 'early-starter';
    const old = await openDB(name, 4, { upgrade: createEarlierStores });
    const early = { ...recipe, model: { source: 'starter' } };
    const stored = { ...recipe, model: { folder: 'm' } };
    await old.put('projects', { ...project, recipe: early });
    await old.put('runs', { id: 'r', projectId: 'p', recipe: early, modelId: 'starter', plan: { rows: 1 } });
    await old.put('runs', { id: 's', projectId: 'p', recipe: stored, modelId: 'm', plan: { rows: 1 } });
    old.close();
    const upgraded = await openDatabase(name);
    const fromZero = { source: 'from-zero' };
    expect((await readProject(upgraded, 'p')).recipe.model).toEqual(fromZero);
    expect(await upgraded.get('runs', 'r')).toMatchObject({ recipe: { model: fromZero }, modelId: 'from-zero' });
    expect(await upgraded.get('runs', 's')).toMatchObject({ recipe: stored, modelId: 'm' });
    upgraded.close();
    // The migration runs once: a starter chosen from now on is kept.
    const again = await openDatabase(name);
    await again.put('projects', { ...project, recipe: { ...recipe, model: { source: 'starter' } } });
    again.close();
    expect((await readProject(await openDatabase(name), 'p')).recipe.model).toEqual({ source: 'starter' });
  });

  test('terms of version 6 are renamed, and labels of operations become codes', async () => {
    const name = 'earlier-terms';
    const old = await openDB(name, 6, { upgrade: createEarlierStores });
    const stored = record(0);
    const row = { ...stored, source: { ...stored.source, format: 'common' } };
    const renamed = { ...stored, source: { ...stored.source, format: 'function_call_messages' } };
    const labels = ['Add 2 records', 'Edit 1 record', 'Delete 1 record', 'Train on 3 records', 'Hold out 1 record', 'Edit tools'];
    const imports = ['Import 2 files', 'Import Import 3 files.jsonl'];
    await old.put('projects', { ...project, recipe: { ...recipe, export: ['common', 'adapter'] } });
    await old.put('runs', {
      ...run,
      plan: { ...run.plan, rows: 5, rowsCut: 2, rowsLeftOut: ['r3'] },
      skipped: [{ step: 1, rows: ['r1'] }],
    });
    for (const store of ['chunks', 'shelf']) await old.put(store, { projectId: 'p', sequence: 1, chunk: 0, records: [row] });
    await old.put('runRecords', { runId: 'run', chunk: 0, records: [row] });
    for (const [index, label] of [...labels, ...imports].entries()) {
      const change = { kind: 'records', before: [row], after: [row] };
      await old.put('operations', { projectId: 'p', sequence: index + 1, at: 1, label, change });
    }
    const report = { file: 'a', bytes: 1, read: 3, notes: [] };
    const refusals = [{ file: 'a', line: 2 }];
    await old.put('sources', {
      projectId: 'p',
      sequence: 1,
      position: 0,
      report: { ...report, taken: 2, refusals, formats: { common: 2 } },
    });
    await old.put('evaluations', { runId: 'run', step: 4 });
    await old.put('runEvaluations', { runId: 'run', step: 4, report: { step: 4, loss: 1 } });
    old.close();
    const upgraded = await openDatabase(name);
    expect((await readProject(upgraded, 'p')).recipe.export).toEqual(['function_call_messages', 'adapter']);
    const { plan, skipped } = (await upgraded.get('runs', 'run')) ?? run;
    expect(plan).toMatchObject({ examples: 5, truncated: 2, dropped: ['r3'] });
    expect(Object.keys(plan).filter((key) => key.startsWith('rows'))).toEqual([]);
    expect(skipped).toEqual([{ step: 1, recordIds: ['r1'] }]);
    for (const store of ['chunks', 'shelf', 'runRecords'] as const) {
      expect((await upgraded.getAll(store)).map(({ records }) => records)).toEqual([[renamed]]);
    }
    const operations = await upgraded.getAll('operations');
    expect(operations.map(({ operation }) => operation)).toEqual([
      { kind: 'add', count: 2 },
      { kind: 'edit', count: 1 },
      { kind: 'delete', count: 1 },
      { kind: 'split', split: 'train', count: 3 },
      { kind: 'split', split: 'eval', count: 1 },
      { kind: 'tools' },
      { kind: 'import', count: 2 },
      { kind: 'import', count: 1, file: 'Import 3 files.jsonl' },
    ]);
    expect(operations.every((each) => !('label' in each))).toBe(true);
    expect(operations[0]?.change).toEqual({ kind: 'records', before: [renamed], after: [renamed] });
    const [source] = await upgraded.getAll('sources');
    expect(source?.report).toEqual({ ...report, accepted: 2, rejected: refusals, formats: { function_call_messages: 2 } });
    expect(await upgraded.get('toolCallScores', 'run')).toEqual({ runId: 'run', step: 4 });
    expect(await upgraded.get('evalPoints', ['run', 4])).toMatchObject({ report: { loss: 1 } });
    upgraded.close();
  });

  test('another tab can upgrade the database, and later calls here fail with a reason', async () => {
    const database = await openDatabase('shared');
    const newer = await openDB('shared', DATABASE_VERSION + 1);
    newer.close();
    const error = await readProject(database, 'p').catch((reason: unknown) => reason);
    expect(explainFailure(error)).toMatchObject({ code: 'storage', reason: 'closed_database' });
  });
});
