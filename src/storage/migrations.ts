// Migrates what earlier versions stored. Each migration runs once, in the upgrade transaction of open-database.ts. The
// types of earlier versions are declared here and nowhere else.

import { type DBSchema, type IDBPTransaction, type StoreNames, unwrap } from 'idb';
import type { Operation } from '../core/operation';
import { completeRecipe, type EarlierRecipe, type Recipe } from '../core/recipe';
import type { DataRecord } from '../core/record';
import type { RejectedRow, SourceReport } from '../core/source-report';
import type { SkippedStep, TrainingPlan } from '../core/training';
import type { Change, StoredOperation, StoredProject, StoredRun, StoredSource, StudioSchema } from './schema';

type Upgrade<Schema extends DBSchema> = IDBPTransaction<Schema, StoreNames<Schema>[], 'versionchange'>;

/** Plans have had `sequences` and `paddingShare` since version 4. */
interface EarlierPlan extends Omit<TrainingPlan, 'examples' | 'sequences' | 'paddingShare' | 'truncated' | 'dropped'> {
  readonly rows: number;
  readonly sequences?: number;
  readonly paddingShare?: number;
  readonly rowsCut?: number;
  readonly rowsLeftOut?: readonly string[];
}

interface EarlierRun extends Omit<StoredRun, 'recipe' | 'plan' | 'skipped'> {
  readonly recipe: EarlierRecipe;
  readonly plan: EarlierPlan;
  readonly skipped?: readonly (Omit<SkippedStep, 'recordIds'> & { readonly rows: readonly string[] })[];
}

interface EarlierSource extends Omit<StoredSource, 'report'> {
  readonly report: Omit<SourceReport, 'accepted' | 'rejected'> & { readonly taken: number; readonly refusals: readonly RejectedRow[] };
}

interface WithRecords {
  readonly records: readonly DataRecord[];
}

/** The stores before version 7, as far as a migration touches them. */
interface EarlierSchema extends DBSchema {
  projects: { key: string; value: Omit<StoredProject, 'recipe'> & { readonly recipe: EarlierRecipe } };
  runs: { key: string; value: EarlierRun };
  runRecords: { key: IDBValidKey; value: WithRecords };
  chunks: { key: IDBValidKey; value: WithRecords };
  shelf: { key: IDBValidKey; value: WithRecords };
  operations: { key: IDBValidKey; value: Omit<StoredOperation, 'operation'> & { readonly label: string } };
  sources: { key: IDBValidKey; value: EarlierSource };
  evaluations: { key: string; value: unknown };
  runEvaluations: { key: IDBValidKey; value: unknown };
}

/** Runs the migrations that a database of version `oldVersion` needs. */
export async function migrate(transaction: Upgrade<StudioSchema>, oldVersion: number): Promise<void> {
  // The schema describes version 7; until this function ends, the stores hold what an earlier version wrote.
  const earlier = transaction as unknown as Upgrade<EarlierSchema>;
  if (oldVersion < 4) await completeRecipes(earlier);
  if (oldVersion < 5) await renameEarlyStarter(earlier);
  if (oldVersion < 7) await renameTerms(earlier);
}

/** Version 4: gives stored recipes the settings that were added later. */
async function completeRecipes(transaction: Upgrade<EarlierSchema>): Promise<void> {
  const projects = transaction.objectStore('projects');
  for (const project of await projects.getAll()) await projects.put({ ...project, recipe: completeRecipe(project.recipe) });
  const runs = transaction.objectStore('runs');
  for (const run of await runs.getAll()) await runs.put({ ...run, recipe: completeRecipe(run.recipe) });
}

/** Version 5: `starter` was the model trained from zero; stored projects and runs keep that model under its new name. */
async function renameEarlyStarter(transaction: Upgrade<EarlierSchema>): Promise<void> {
  const renamed = (recipe: EarlierRecipe): EarlierRecipe =>
    'source' in recipe.model && recipe.model.source === 'starter' ? { ...recipe, model: { source: 'from-zero' } } : recipe;
  const projects = transaction.objectStore('projects');
  for (const project of await projects.getAll()) await projects.put({ ...project, recipe: renamed(project.recipe) });
  const runs = transaction.objectStore('runs');
  for (const run of await runs.getAll()) {
    await runs.put({ ...run, recipe: renamed(run.recipe), modelId: run.modelId === 'starter' ? 'from-zero' : run.modelId });
  }
}

/** Version 7: stores, fields and format ids are named as in docs/glossary.md; operations become codes with values. */
async function renameTerms(transaction: Upgrade<EarlierSchema>): Promise<void> {
  unwrap(transaction.objectStore('evaluations')).name = 'toolCallScores';
  unwrap(transaction.objectStore('runEvaluations')).name = 'evalPoints';
  await replaceAll(transaction, 'projects', (project) => ({ ...project, recipe: withFormatIds(project.recipe) }));
  await replaceAll(transaction, 'runs', renamedRun);
  await replaceAll(transaction, 'sources', renamedSource);
  await replaceAll(transaction, 'operations', ({ label, change, ...kept }) => ({
    ...kept,
    operation: operationOf(label),
    change: renamedChange(change),
  }));
  for (const name of ['chunks', 'shelf', 'runRecords'] as const) {
    await replaceAll(transaction, name, (value) => ({ ...value, records: value.records.map(withFormatId) }));
  }
}

/** Replaces every value of a store, one at a time: all records of a project at once may not fit into memory. */
async function replaceAll<Name extends StoreNames<EarlierSchema>>(
  transaction: Upgrade<EarlierSchema>,
  name: Name,
  renamed: (value: EarlierSchema[Name]['value']) => unknown,
): Promise<void> {
  const store = unwrap(transaction.objectStore(name));
  await new Promise<void>((done, fail) => {
    const request = store.openCursor();
    request.onerror = () => fail(request.error);
    request.onsuccess = () => {
      const cursor = request.result;
      if (!cursor) return done();
      cursor.update(renamed(cursor.value));
      cursor.continue();
    };
  });
}

function renamedRun({ plan, skipped, recipe, ...run }: EarlierRun): StoredRun {
  const { rows, rowsCut = 0, rowsLeftOut = [], sequences = rows, paddingShare = 0, ...figures } = plan;
  return {
    ...run,
    recipe: withFormatIds(recipe),
    plan: { ...figures, examples: rows, sequences, paddingShare, truncated: rowsCut, dropped: rowsLeftOut },
    ...(skipped ? { skipped: skipped.map(({ rows: recordIds, ...step }) => ({ ...step, recordIds })) } : {}),
  };
}

function renamedSource({ report, ...source }: EarlierSource): StoredSource {
  const { taken, refusals, formats, ...kept } = report;
  const ids = Object.fromEntries(Object.entries(formats).map(([id, count]) => [formatId(id), count]));
  return { ...source, report: { ...kept, formats: ids, accepted: taken, rejected: refusals } };
}

function formatId(id: string): string {
  return id === 'common' ? 'function_call_messages' : id;
}

function withFormatId(record: DataRecord): DataRecord {
  return { ...record, source: { ...record.source, format: formatId(record.source.format) } };
}

function withFormatIds(recipe: EarlierRecipe): Recipe {
  const complete = completeRecipe(recipe);
  return { ...complete, export: complete.export.map((kind) => (formatId(kind) === kind ? kind : 'function_call_messages')) };
}

function renamedChange(change: Change): Change {
  if (change.kind !== 'records') return change;
  return { ...change, before: change.before.map(withFormatId), after: change.after.map(withFormatId) };
}

const COUNTED_LABELS = [
  [/^Add (\d+) records?$/, (count: number): Operation => ({ kind: 'add', count })],
  [/^Edit (\d+) records?$/, (count: number): Operation => ({ kind: 'edit', count })],
  [/^Delete (\d+) records?$/, (count: number): Operation => ({ kind: 'delete', count })],
  [/^Train on (\d+) records?$/, (count: number): Operation => ({ kind: 'split', split: 'train', count })],
  [/^Hold out (\d+) records?$/, (count: number): Operation => ({ kind: 'split', split: 'eval', count })],
  [/^Import (\d+) files$/, (count: number): Operation => ({ kind: 'import', count })],
] as const;

/** Parses an operation's label. Before version 7, operations were stored in English: `Delete 3 records`, `Import rows.jsonl`. */
function operationOf(label: string): Operation {
  if (label === 'Edit tools') return { kind: 'tools' };
  for (const [pattern, operation] of COUNTED_LABELS) {
    const count = pattern.exec(label)?.[1];
    if (count !== undefined) return operation(Number(count));
  }
  return { kind: 'import', count: 1, file: label.replace(/^Import /, '') };
}
