// Imports files into a project. Rows are streamed into chunks, which stay invisible until a last transaction stores the
// operation. An import that is stopped or killed leaves the project unchanged.

import { requestOf } from '../../../core/builder';
import { AppError, toFailure } from '../../../core/failure';
import { createSourceReader } from '../../../core/formats';
import { member, tryParseJson } from '../../../core/json';
import type { Notice } from '../../../core/notice';
import type { Operation } from '../../../core/operation';
import type { Recipe } from '../../../core/recipe';
import { parseRecipe, splitFor } from '../../../core/recipe';
import type { DataRecord, NewRecord, Split, ToolSpec } from '../../../core/record';
import type { SourceReport } from '../../../core/source-report';
import { readToolDocument } from '../../../core/tool-document';
import { mergeTools } from '../../../core/tools';
import { commitImport, putImportedRecords } from '../../../storage/operations';
import { updateProject } from '../../../storage/projects';
import { chunkOf, dropUnfinished, recordId } from '../../../storage/records';
import { type Job, progressOf, throwIfAborted } from '../../progress';
import type { DataContext, OpenProject } from '../project/context';
import { addToIndex, forgetExamples } from '../project/open-project';

export interface ImportItem {
  readonly name: string;
  readonly file: Blob;
  /** Absent: decided by the recipe's `eval_fraction`. */
  readonly split?: Split;
}

/** Bytes. A larger JSON file holds rows, not a list of tools. */
const LARGEST_TOOLS_FILE = 4_000_000;

interface Imported {
  readonly records: DataRecord[];
  readonly reports: SourceReport[];
  tools: readonly ToolSpec[] | null;
  recipe: Recipe | null;
}

/** Returns the report on a file that is not read row by row. */
function plainReport(item: ImportItem, accepted: number, format: string, rejected: SourceReport['rejected'] = []): SourceReport {
  const formats = accepted > 0 ? { [format]: accepted } : {};
  return { file: item.name, bytes: item.file.size, read: accepted + rejected.length, accepted, formats, rejected, notes: [] };
}

/** Reads the tools of a file that is a list of tools or an OpenAPI description; null for any other file. */
async function toolsIn({ name, file }: ImportItem): Promise<readonly ToolSpec[] | null> {
  if (!/\.(json|ya?ml)$/i.test(name) || file.size > LARGEST_TOOLS_FILE) return null;
  try {
    const text = await file.text();
    // A single row may have tools of its own, and is still a row.
    const node = tryParseJson(text.replace(/^\uFEFF/, ''));
    if (node?.kind === 'object' && (member(node, 'messages') || member(node, 'input'))) return null;
    return readToolDocument(text);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** Lists Hugging Face settings that have no effect here, so that none is ignored silently. */
function ignoredNote(ignored: readonly string[]): Notice {
  const names = ignored.join(', ');
  const message = `These settings are known, but have no effect in a browser tab: ${names}.`;
  return { code: 'recipe_ignored', message, remedy: 'Nothing to do.', values: { names } };
}

async function readRecipeFile(item: ImportItem, imported: Imported): Promise<void> {
  try {
    const { recipe, ignored } = parseRecipe(await item.file.text());
    imported.recipe = recipe;
    imported.reports.push({ ...plainReport(item, 1, 'recipe'), notes: ignored.length > 0 ? [ignoredNote(ignored)] : [] });
  } catch (error) {
    const { message, remedy = '', place } = toFailure(error);
    const rejected = {
      code: 'recipe_refused',
      message,
      remedy,
      values: { reason: message },
      file: item.name,
      line: place?.line ?? 1,
      excerpt: '',
    };
    imported.reports.push(plainReport(item, 0, 'recipe', [rejected]));
  }
}

/** Passes a file's records to `add` as its rows are read. */
async function readRows(
  item: ImportItem,
  add: (records: readonly NewRecord[]) => Promise<void>,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<SourceReport> {
  const source = createSourceReader(item.name, item.file.size);
  const reader = item.file.stream().getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      throwIfAborted(signal);
      await add(source.push(part.value));
      onBytes(part.value.byteLength);
    }
  } finally {
    await reader.cancel();
  }
  const { records, report } = source.end();
  await add(records);
  return report;
}

function recordOf(record: NewRecord, order: number, split: Split | undefined, recipe: Recipe): DataRecord {
  // Records with the same request get the same split.
  const chosen = split ?? splitFor(requestOf(record), recipe.dataset.eval_fraction, recipe.train.seed);
  return { ...record, id: recordId(order), tags: [], split: chosen };
}

async function readItems(context: DataContext, open: OpenProject, items: readonly ImportItem[], { emit, signal }: Job): Promise<Imported> {
  const imported: Imported = { records: [], reports: [], tools: null, recipe: null };
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
    const add = async (records: readonly NewRecord[]) => {
      for (const added of records) {
        const order = open.project.nextOrder + imported.records.length;
        if (waiting.length > 0 && chunkOf(order) !== chunkOf(order - 1)) await store();
        const record = recordOf(added, order, item.split, imported.recipe ?? open.project.recipe);
        waiting.push(record);
        imported.records.push(record);
      }
    };
    const tools = await toolsIn(item);
    if (tools) {
      imported.tools = mergeTools(imported.tools ?? open.project.tools, tools);
      imported.reports.push(plainReport(item, tools.length, 'tools'));
    } else if (/\.ya?ml$/i.test(item.name)) await readRecipeFile(item, imported);
    else {
      let read = 0;
      const onBytes = (more: number) => {
        read += more;
        report(finished + read);
      };
      imported.reports.push(await readRows(item, add, onBytes, signal));
    }
    finished += item.file.size;
    report(finished);
  }
  if (waiting.length > 0) await store();
  throwIfAborted(signal);
  return imported;
}

/** Imports the files as one operation. Call it in turn (open-project.ts). */
export async function importInto(
  context: DataContext,
  open: OpenProject,
  items: readonly ImportItem[],
  job: Job,
): Promise<readonly SourceReport[]> {
  const { id, nextOrder } = open.project;
  let imported: Imported;
  try {
    imported = await readItems(context, open, items, job);
  } catch (error) {
    await dropUnfinished(context.database, id, nextOrder);
    throw error;
  }
  const { records, reports, tools, recipe } = imported;
  const file = items.length === 1 ? items[0]?.name : undefined;
  const operation: Operation = { kind: 'import', count: items.length, ...(file === undefined ? {} : { file }) };
  open.project = await commitImport(context.database, id, operation, context.now(), { to: nextOrder + records.length, tools, reports });
  addToIndex(open, records);
  if (tools) forgetExamples(open);
  if (recipe) {
    open.project = await updateProject(context.database, id, (project) => ({ ...project, recipe }));
    forgetExamples(open);
  }
  return reports;
}
