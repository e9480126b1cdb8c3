// Checks over a project's records: every row is tokenized, then judged; the report is stored with the revision it saw.

import { trainedTokens } from '../../../core/batches';
import type { CheckReport } from '../../../core/checks';
import { checkRecords } from '../../../core/checks';
import { AppError } from '../../../core/failure';
import type { Recipe } from '../../../core/recipe';
import type { DataRecord } from '../../../core/record';
import type { TokenizedExample } from '../../../core/tokenizer';
import { putCheck } from '../../../storage/projects';
import { readChunks } from '../../../storage/records';
import { type Emit, progressOf, throwIfAborted, yieldToEventLoop } from '../../progress';
import { modelIdOf } from '../models/model-id';
import type { DataContext, OpenProject } from '../project/context';
import { checkIsStale, recipeKey } from '../project/project-view';
import { setFindings } from './record-index';
import { cachedTokenizer, renderSettings } from './tokenize';

/** Rows tokenized before other calls get a turn. */
const ROWS_AT_ONCE = 50;

export interface TokenizedProject {
  readonly records: readonly DataRecord[];
  /** From the cache; throws for a row that cannot be rendered. */
  readonly tokenize: (record: DataRecord) => TokenizedExample;
}

/** All records with their tokens, by the recipe given. Rows that cannot be rendered are left for the caller to meet. */
export async function tokenizeProject(
  context: DataContext,
  open: OpenProject,
  recipe: Recipe,
  emit: Emit,
  signal: AbortSignal,
): Promise<TokenizedProject> {
  const { project } = open;
  const report = progressOf(emit, 'tokenize', project.records, context.now);
  report(0);
  const tokenizer = await context.tokenizer(await modelIdOf(context.database, recipe));
  const tokenize = cachedTokenizer(open, renderSettings(recipe, tokenizer, project.tools));
  const records: DataRecord[] = [];
  for await (const chunk of readChunks(context.database, project.id, project.nextOrder)) {
    for (const record of chunk) {
      records.push(record);
      tryTokenize(record, tokenize);
      if (records.length % ROWS_AT_ONCE !== 0) continue;
      report(records.length);
      await yieldToEventLoop();
      throwIfAborted(signal);
    }
  }
  report(records.length);
  return { records, tokenize };
}

function tryTokenize(record: DataRecord, tokenize: (record: DataRecord) => TokenizedExample): TokenizedExample | null {
  try {
    return tokenize(record);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** Checks everything and stores the report. */
export async function checkProject(
  context: DataContext,
  open: OpenProject,
  recipe: Recipe,
  emit: Emit,
  signal: AbortSignal,
): Promise<CheckReport> {
  const { tools, revision, id } = open.project;
  const { records, tokenize } = await tokenizeProject(context, open, recipe, emit, signal);
  const maxLength = recipe.train.max_length;
  const report = checkRecords({
    records,
    projectTools: tools,
    maxLength,
    tokenized: (record) => {
      const row = tokenize(record);
      return { length: row.inputIds.length, trained: trainedTokens(row), trainedWithin: trainedTokens(row, maxLength) };
    },
  });
  const check = { projectId: id, revision, recipeKey: recipeKey(recipe), report };
  await putCheck(context.database, check);
  open.check = check;
  setFindings(open.index, report.findings);
  for (const line of open.index) line.tokens ??= open.rows.byId.get(line.id)?.inputIds.length ?? null;
  return report;
}

/** @throws AppError `blocked` when the records have errors. Checks again only if something changed. */
export async function requireClean(
  context: DataContext,
  open: OpenProject,
  recipe: Recipe,
  emit: Emit,
  signal: AbortSignal,
): Promise<void> {
  const known = checkIsStale(open, recipe) ? null : open.check;
  const report = known?.report ?? (await checkProject(context, open, recipe, emit, signal));
  if (report.errors === 0) return;
  const first = report.findings.find((finding) => finding.severity === 'error');
  throw new AppError({
    code: 'blocked',
    reason: 'errors_stop_training',
    message: `${report.errors} errors stop training. The first: ${first?.message ?? ''}`,
    remedy: 'Open Check, repair the rows or delete them.',
    values: { count: report.errors },
    ...(first ? { place: { record: first.recordId } } : {}),
  });
}
