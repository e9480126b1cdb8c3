// Handlers for records: imports, windows of the table, single records, edits, undo and redo, tokens.

import { redoOperation, undoOperation } from '../../../storage/operations';
import { noRecord, readRecords } from '../../../storage/records';
import type { DataCalls, RecordFilter } from '../../protocol';
import type { Handlers } from '../../rpc';
import type { DataContext, OpenProject } from '../project/context';
import { follow, openProject, runInTurn } from '../project/open-project';
import { projectView } from '../project/project-view';
import { applyEdit } from './edit';
import { importInto } from './import';
import { filterIndex, positionOf, type RecordIndex, windowOf } from './record-index';
import { countTokens, tokenViewOf } from './tokenize';

type RecordCalls = Pick<
  DataCalls,
  'importFiles' | 'records' | 'recordIds' | 'record' | 'edit' | 'undo' | 'redo' | 'loadTokenizer' | 'tokenView'
>;

/** Records. A larger window would block the worker for too long. */
const LARGEST_WINDOW = 1_000;

/** Caches the lines of the last filter, because scrolling requests one window of them after another. */
function createFilterCache(): (index: RecordIndex, filter: RecordFilter) => RecordIndex {
  let last: { readonly index: RecordIndex; readonly key: string; readonly lines: RecordIndex } | null = null;
  return (index, filter) => {
    const key = JSON.stringify(filter);
    // Findings change in place, so lines filtered by findings are never cached.
    if (filter.finding === undefined && last?.index === index && last.key === key) return last.lines;
    last = { index, key, lines: filterIndex(index, filter) };
    return last.lines;
  };
}

async function move(context: DataContext, open: OpenProject, step: typeof undoOperation) {
  return runInTurn(open, async () => {
    follow(open, await step(context.database, open.project.id, context.now()));
    return projectView(context, open);
  });
}

export function recordHandlers(context: DataContext): Handlers<RecordCalls> {
  const filtered = createFilterCache();
  return {
    importFiles: async ({ projectId, files, split }, emit, signal) => {
      const open = await openProject(context, projectId);
      const items = files.map((file) => (split ? { ...file, split } : file));
      const reports = await runInTurn(open, () => importInto(context, open, items, { emit, signal }));
      return { view: await projectView(context, open), reports };
    },
    records: async ({ projectId, filter, from, count }) => {
      const open = await openProject(context, projectId);
      const lines = filtered(open.index, filter);
      const size = Math.min(count, LARGEST_WINDOW);
      await countTokens(context, open, lines.slice(from, from + size));
      return windowOf(open.index, lines, from, size);
    },
    recordIds: async ({ projectId, filter }) => {
      const open = await openProject(context, projectId);
      return filtered(open.index, filter).map(({ id }) => id);
    },
    record: async ({ projectId, id }) => {
      const open = await openProject(context, projectId);
      const position = positionOf(open.index, id);
      const [record] = position < 0 ? [] : await readRecords(context.database, projectId, [id]);
      if (!record) throw noRecord(id);
      const findings = open.check?.report.findings.filter((finding) => finding.recordId === id) ?? [];
      return { record, findings, position };
    },
    edit: async ({ projectId, edit }) => {
      const open = await openProject(context, projectId);
      return runInTurn(open, async () => {
        const ids = await applyEdit(context, open, edit);
        return { view: await projectView(context, open), ids };
      });
    },
    undo: async ({ projectId }) => move(context, await openProject(context, projectId), undoOperation),
    redo: async ({ projectId }) => move(context, await openProject(context, projectId), redoOperation),
    loadTokenizer: async ({ tokenizerId }) => {
      await context.tokenizer(tokenizerId);
      return null;
    },
    tokenView: (request) => tokenViewOf(context, request),
  };
}
