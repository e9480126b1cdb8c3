// Files into a project: rows are streamed into chunks, which stay invisible until one last transaction stores the
// operation. An import that is stopped or killed leaves the project as it was.

import { requestOf } from '../../../core/builder';
import { AppError, toFailure } from '../../../core/failure';
import { createSourceReader, readToolDocument } from '../../../core/formats';
import { member, tryParseJson } from '../../../core/json';
import type { Notice } from '../../../core/notice';
import type { Operation } from '../../../core/operation';
import type { Recipe } from '../../../core/recipe';
import { parseRecipe, splitFor } from '../../../core/recipe';
import type { DataRecord, NewRecord, Split, ToolSpec } from '../../../core/record';
import type { SourceReport } from '../../../core/source-report';
import { mergeTools } from '../../../core/tools';
import { commitImport, putImportedRecords } from '../../../storage/operations';
import { updateProject } from '../../../storage/projects';
import { chunkOf, dropUnfinished, recordId } from '../../../storage/records';
import { type Job, progressOf, throwIfAborted } from '../../progress';
import type { DataContext, OpenProject } from '../project/context';
import { addToIndex, forgetRows } from '../project/open-project';

export interface ImportItem {
  readonly name: string;
  readonly file: Blob;
  /** Absent: by the recipe's `eval_fraction`. */
  readonly split?: Split;
}

/** Larger JSON files are rows, never a list of tools. */
const LARGEST_TOOLS_FILE = 4_000_000;

interface Taken {
  readonly records: DataRecord[];
  readonly reports: SourceReport[];
  tools: readonly ToolSpec[] | null;
  recipe: Recipe | null;
}

function plainReport(item: ImportItem, taken: number, format: string, refusals: SourceReport['rejected'] = []): SourceReport {
  const formats = taken > 0 ? { [format]: taken } : {};
  return { file: item.name, bytes: item.file.size, read: taken + refusals.length, accepted: taken, formats, rejected: refusals, notes: [] };
}

/** The tools of a file that is nothing but a list of tools or an OpenAPI description, else null. */
async function toolsIn({ name, file }: ImportItem): Promise<readonly ToolSpec[] | null> {
  if (!/\.(json|ya?ml)$/i.test(name) || file.size > LARGEST_TOOLS_FILE) return null;
  try {
    const text = await file.text();
    // One row with its own tools is a row.
    const node = tryParseJson(text.replace(/^\uFEFF/, ''));
    if (node?.kind === 'object' && (member(node, 'messages') || member(node, 'input'))) return null;
    return readToolDocument(text);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** Settings of Hugging Face that were understood and mean nothing here: listed, never passed over in silence. */
function ignoredNote(ignored: readonly string[]): Notice {
  const names = ignored.join(', ');
  const message = `These settings are known and have no effect in a tab: ${names}.`;
  return { code: 'recipe_ignored', message, remedy: 'Nothing to do.', values: { names } };
}

async function readRecipeFile(item: ImportItem, taken: Taken): Promise<void> {
  try {
    const { recipe, ignored } = parseRecipe(await item.file.text());
    taken.recipe = recipe;
    taken.reports.push({ ...plainReport(item, 1, 'recipe'), notes: ignored.length > 0 ? [ignoredNote(ignored)] : [] });
  } catch (error) {
    const { message, remedy = '', place } = toFailure(error);
    const refusal = {
      code: 'recipe_refused',
      message,
      remedy,
      values: { reason: message },
      file: item.name,
      line: place?.line ?? 1,
      excerpt: '',
    };
    taken.reports.push(plainReport(item, 0, 'recipe', [refusal]));
  }
}

/** Feeds a file's rows to `take` as they arrive. */
async function readRows(
  item: ImportItem,
  take: (rows: readonly NewRecord[]) => Promise<void>,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<SourceReport> {
  const source = createSourceReader(item.name, item.file.size);
  const reader = item.file.stream().getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      throwIfAborted(signal);
      await take(source.push(part.value));
      onBytes(part.value.byteLength);
    }
  } finally {
    await reader.cancel();
  }
  const { rows, report } = source.end();
  await take(rows);
  return report;
}

function recordOf(row: NewRecord, order: number, split: Split | undefined, recipe: Recipe): DataRecord {
  // Rows with the same request stay on one side.
  const side = split ?? splitFor(requestOf(row), recipe.dataset.eval_fraction, recipe.train.seed);
  return { ...row, id: recordId(order), tags: [], split: side };
}

async function readItems(context: DataContext, open: OpenProject, items: readonly ImportItem[], { emit, signal }: Job): Promise<Taken> {
  const taken: Taken = { records: [], reports: [], tools: null, recipe: null };
  const report = progressOf(
    emit,
    'import',
    items.reduce((sum, item) => sum + item.file.size, 0),
    context.now,
  );
  let finished = 0;
  let waiting: DataRecord[] = [];
  const store = async () => {
    await putImportedRecords(context.database, open.project.id, waiting);
    waiting = [];
  };
  for (const item of items) {
    const take = async (rows: readonly NewRecord[]) => {
      for (const row of rows) {
        const order = open.project.nextOrder + taken.records.length;
        if (waiting.length > 0 && chunkOf(order) !== chunkOf(order - 1)) await store();
        const record = recordOf(row, order, item.split, taken.recipe ?? open.project.recipe);
        waiting.push(record);
        taken.records.push(record);
      }
    };
    const tools = await toolsIn(item);
    if (tools) {
      taken.tools = mergeTools(taken.tools ?? open.project.tools, tools);
      taken.reports.push(plainReport(item, tools.length, 'tools'));
    } else if (/\.ya?ml$/i.test(item.name)) await readRecipeFile(item, taken);
    else {
      let read = 0;
      const onBytes = (more: number) => {
        read += more;
        report(finished + read);
      };
      taken.reports.push(await readRows(item, take, onBytes, signal));
    }
    finished += item.file.size;
    report(finished);
  }
  if (waiting.length > 0) await store();
  throwIfAborted(signal);
  return taken;
}

/** Imports the files as one operation. Call it in turn (open-project.ts). */
export async function importInto(
  context: DataContext,
  open: OpenProject,
  items: readonly ImportItem[],
  job: Job,
): Promise<readonly SourceReport[]> {
  const { id, nextOrder } = open.project;
  let taken: Taken;
  try {
    taken = await readItems(context, open, items, job);
  } catch (error) {
    await dropUnfinished(context.database, id, nextOrder);
    throw error;
  }
  const { records, reports, tools, recipe } = taken;
  const file = items.length === 1 ? items[0]?.name : undefined;
  const operation: Operation = { kind: 'import', count: items.length, ...(file === undefined ? {} : { file }) };
  open.project = await commitImport(context.database, id, operation, context.now(), { to: nextOrder + records.length, tools, reports });
  addToIndex(open, records);
  if (tools) forgetRows(open);
  if (recipe) {
    open.project = await updateProject(context.database, id, (project) => ({ ...project, recipe }));
    forgetRows(open);
  }
  return reports;
}
