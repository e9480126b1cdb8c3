// Checks over a project's records: every record is tokenized, then judged. The report is stored with the revision it saw.

import { trainedTokens } from '../../../core/batches';
import type { CheckReport } from '../../../core/checks';
import { checkRecords } from '../../../core/checks';
import { AppError } from '../../../core/failure';
import type { Recipe } from '../../../core/recipe';
import type { DataRecord } from '../../../core/record';
import type { TokenizedExample } from '../../../core/tokenizer';
import { putCheck } from '../../../storage/projects';
import { readChunks } from '../../../storage/records';
import { type Job, progressOf, throwIfAborted, yieldToEventLoop } from '../../progress';
import { modelIdOf } from '../models/model-id';
import type { DataContext, OpenProject } from '../project/context';
import { checkIsStale, recipeKey } from '../project/project-view';
import { setFindings } from './record-index';
import { cachedTokenizer, RECORDS_AT_ONCE, renderSettings } from './tokenize';

/** A project's records, tokenized for a recipe. */
export interface TokenizedProject {
  readonly recipe: Recipe;
  /** Id of the recipe's model, whose tokenizer was used. */
  readonly modelId: string;
  readonly records: readonly DataRecord[];
  /** Returns a record's tokens from the cache. Throws for a record that cannot be rendered. */
  readonly tokenize: (record: DataRecord) => TokenizedExample;
}

/** Reads and tokenizes all records. A record that cannot be rendered throws only when its tokens are requested. */
export async function tokenizeProject(
  context: DataContext,
  open: OpenProject,
  recipe: Recipe,
  { emit, signal }: Job,
): Promise<TokenizedProject> {
  const { project } = open;
  const report = progressOf(emit, 'tokenize', project.records, context.now);
  report(0);
  const modelId = await modelIdOf(context.database, recipe);
  const tokenizer = await context.tokenizer(modelId);
  const tokenize = cachedTokenizer(open, renderSettings(recipe, tokenizer, project.tools));
  const records: DataRecord[] = [];
  for await (const chunk of readChunks(context.database, project.id, project.nextOrder)) {
    for (const record of chunk) {
      records.push(record);
      tryTokenize(record, tokenize);
      if (records.length % RECORDS_AT_ONCE !== 0) continue;
      report(records.length);
      await yieldToEventLoop();
      throwIfAborted(signal);
    }
  }
  report(records.length);
  return { recipe, modelId, records, tokenize };
}

function tryTokenize(record: DataRecord, tokenize: (record: DataRecord) => TokenizedExample): TokenizedExample | null {
  try {
    return tokenize(record);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** Checks all records and stores the report. */
export async function checkProject(
  context: DataContext,
  open: OpenProject,
  { recipe, records, tokenize }: TokenizedProject,
): Promise<CheckReport> {
  const { tools, revision, id } = open.project;
  const maxLength = recipe.train.max_length;
  const report = checkRecords({
    records,
    projectTools: tools,
    maxLength,
    tokenized: (record) => {
      const example = tokenize(record);
      return { length: example.inputIds.length, trained: trainedTokens(example), trainedWithin: trainedTokens(example, maxLength) };
    },
  });
  const check = { projectId: id, revision, recipeKey: recipeKey(recipe), report };
  await putCheck(context.database, check);
  open.check = check;
  setFindings(open.index, report.findings);
  for (const line of open.index) line.tokens ??= open.examples.byId.get(line.id)?.inputIds.length ?? null;
  return report;
}

/** Tokenizes the records for a run, and checks them if anything has changed since the last check. @throws AppError `blocked` for errors */
export async function tokenizeChecked(context: DataContext, open: OpenProject, recipe: Recipe, job: Job): Promise<TokenizedProject> {
  const known = checkIsStale(open, recipe) ? null : open.check;
  if (known) requireNoErrors(known.report);
  const tokenized = await tokenizeProject(context, open, recipe, job);
  if (!known) requireNoErrors(await checkProject(context, open, tokenized));
  return tokenized;
}

function requireNoErrors({ errors, findings }: CheckReport): void {
  if (errors === 0) return;
  const first = findings.find((finding) => finding.severity === 'error');
  throw new AppError({
    code: 'blocked',
    reason: 'errors_stop_training',
    message: `${errors} errors stop training. The first one: ${first?.message ?? ''}`,
    remedy: 'Open Check and fix or delete these records.',
    values: { count: errors },
    ...(first ? { place: { record: first.recordId } } : {}),
  });
}
