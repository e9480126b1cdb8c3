import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../core/failure';
import type { DataRecord } from '../core/record';
import { openDatabase } from './open-database';
import { commitImport, doOperation, neighbours, putImportedRecords, readSources, redoOperation, undoOperation } from './operations';
import { putProject, readProject } from './projects';
import { dropUnfinished, orderOf, readChunks, readRecords } from './records';
import type { Database } from './schema';
import { project, record } from './testing/project';

let database: Database;
let count = 0;
beforeEach(async () => {
  count += 1;
  database = await openDatabase(`records-${count}`);
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
  const report = { file: 'a.jsonl', bytes: 1, read: rows, accepted: rows, formats: { openai: rows }, rejected: [], notes: [] };
  await commitImport(database, 'p', { kind: 'import', count: 1 }, 2, { to: nextOrder + rows, tools: null, reports: [report] });
}

describe('records and operations', () => {
  test('an import that spans chunks is undone as a whole, and redone in its old place', async () => {
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

  test('an import that never finished stays invisible, and its leftovers never appear', async () => {
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
    await doOperation(database, 'p', { kind: 'delete', count: 1 }, 3, ({ nextOrder }) => ({
      change: { kind: 'records', before, after: [] },
      nextOrder,
    }));
    await undoOperation(database, 'p', 4);
    database.close();
    database = await openDatabase(`records-${count}`);
    const { undo, redo } = await neighbours(database, await readProject(database, 'p'));
    expect([undo?.operation, redo?.operation]).toEqual([
      { kind: 'import', count: 1 },
      { kind: 'delete', count: 1 },
    ]);
    await redoOperation(database, 'p', 5);
    expect((await all()).map((one) => one.id)).toEqual(['r1', 'r3', 'r4']);
    await expect(redoOperation(database, 'p', 6)).rejects.toThrow('nothing to redo');
  });

  test('undoing and redoing any edits one by one passes through the same states', async () => {
    const ANY = { kind: 'tools' } as const;
    type Step = { readonly kind: 'add' | 'delete' | 'replace' | 'split'; readonly pick: number };
    const steps = fc.array(fc.record({ kind: fc.constantFrom('add', 'delete', 'replace', 'split'), pick: fc.nat(1000) }), { maxLength: 8 });
    async function perform({ kind, pick }: Step): Promise<boolean> {
      const records = await all();
      const chosen = records[pick % Math.max(1, records.length)];
      const { nextOrder } = await readProject(database, 'p');
      if (kind === 'add') {
        const after = [record(nextOrder, `added ${pick}`)];
        await doOperation(database, 'p', ANY, 1, () => ({ change: { kind: 'records', before: [], after }, nextOrder: nextOrder + 1 }));
        return true;
      }
      if (!chosen) return false;
      const change = {
        delete: { kind: 'records', before: [chosen], after: [] },
        replace: { kind: 'records', before: [chosen], after: [{ ...chosen, tags: [`t${pick}`] }] },
        split: { kind: 'split', ids: [chosen.id], before: [chosen.split], after: 'eval' },
      } as const;
      await doOperation(database, 'p', ANY, 1, () => ({ change: change[kind], nextOrder }));
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

  test('a new operation drops those that could have been redone', async () => {
    await importRows(2);
    await undoOperation(database, 'p', 1);
    await importRows(1);
    expect((await all()).map((one) => one.id)).toEqual(['r3']);
    await expect(redoOperation(database, 'p', 1)).rejects.toThrow(AppError);
  });
});
