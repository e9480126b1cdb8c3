import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { describe, expect, test } from 'vitest';
import { AppError } from '../core/failure';
import { DATABASE_VERSION, openDatabase } from './open-database';
import { readProject } from './projects';
import { explainFailure } from './storage-failure';
import { project } from './testing/project';

const { recipe } = project;

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
    // Then the only built-in model, now called from-zero.
    const earlier = { ...rest, model: { source: 'starter' }, train: { seed: 7, shuffle_dataset: false, per_device_train_batch_size: 8 } };
    await old.put('projects', { ...project, recipe: earlier });
    await old.put('runs', { id: 'r', projectId: 'p', recipe: earlier, plan: { rows: 9, steps: 3 } });
    old.close();
    const upgraded = await openDatabase(name);
    const changes = { seed: 7, shuffle_dataset: false, per_device_train_batch_size: 8, per_device_eval_batch_size: 8 };
    const model = { source: 'from-zero' };
    const whole = { ...recipe, model, train: { ...train, ...changes, train_sampling_strategy: 'sequential' } };
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
    const database = await openDatabase('shared');
    const newer = await openDB('shared', DATABASE_VERSION + 1);
    newer.close();
    const error = await readProject(database, 'p').catch((reason: unknown) => reason);
    expect(explainFailure(error)).toMatchObject({ code: 'storage', reason: 'closed_database' });
  });
});
