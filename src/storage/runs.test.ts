import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { StepReport } from '../core/training';
import { openDatabase } from './open-database';
import { putProject } from './projects';
import { commitManifest, createRun, logSteps, readManifests, readRun, readRunRecords, rewindLog } from './runs';
import type { Database } from './schema';
import { project, record, run } from './testing/project';

let database: Database;
let count = 0;
beforeEach(async () => {
  count += 1;
  database = await openDatabase(`runs-${count}`);
  await putProject(database, project);
});
afterEach(() => database.close());

describe('runs', () => {
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

  test('a resumed run has each step in its log once', async () => {
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
    const { log: kept, evalPoints, step } = await readRun(database, 'run');
    expect([kept.map((one) => one.step), evalPoints.map((one) => one.step), step]).toEqual([[1, 2], [1, 2], 2]);
    await log([3, 4], 7);
    await log([4, 5, 6], 8);
    expect((await readRun(database, 'run')).log.map((one) => one.loss)).toEqual([1, 0.5, 7, 8, 8, 8]);
  });

  test('committing a manifest keeps the newest ones and returns the files of the others', async () => {
    const commit = (step: number) => commitManifest(database, { runId: 'run', step, file: `f${step}`, bytes: 1, sha256: '' }, 2);
    expect(await commit(50)).toEqual([]);
    expect(await commit(100)).toEqual([]);
    expect(await commit(150)).toEqual(['f50']);
    expect(await commit(120)).toEqual(['f150']);
    expect((await readManifests(database, 'run')).map((one) => one.step)).toEqual([120, 100]);
  });
});
