// Records as rows of tokens, kept in memory for the project's way of rendering: checks, plans, runs and the token
// counts of the table all use the same rows.

import { renderRecord } from '../../../core/chat-template';
import { AppError, toFailure } from '../../../core/failure';
import type { TokenViewData } from '../../../core/mask';
import { tokenizeExample, tokenView } from '../../../core/mask';
import type { Recipe } from '../../../core/recipe';
import type { DataRecord, ToolSpec } from '../../../core/record';
import type { PromptFormat, TokenizedExample, Tokenizer } from '../../../core/tokenizer';
import { toolsFor } from '../../../core/tools';
import { readRecords } from '../../../storage/records';
import type { TokenViewRequest } from '../../protocol';
import { modelIdOf } from '../models/model-id';
import type { DataContext, OpenProject } from '../project/context';
import type { IndexLine } from './record-index';

export interface RenderSettings {
  readonly tokenizer: Tokenizer;
  readonly format: PromptFormat;
  readonly assistantOnly: boolean;
  readonly tools: readonly ToolSpec[];
}

export function renderSettings(recipe: Recipe, tokenizer: Tokenizer, tools: readonly ToolSpec[]): RenderSettings {
  return { tokenizer, format: recipe.format, assistantOnly: recipe.train.assistant_only_loss, tools };
}

/** A record as tokens, uncut. @throws AppError that names the record. */
export function tokenizeRecord(record: DataRecord, { tokenizer, format, assistantOnly, tools }: RenderSettings): TokenizedExample {
  try {
    const rendering = renderRecord({ messages: record.messages, tools: toolsFor(record, tools) }, tokenizer, format);
    const row = tokenizeExample(record.id, rendering, tokenizer);
    return assistantOnly ? row : { ...row, weights: row.weights.map(() => 1) };
  } catch (error) {
    const failure = toFailure(error);
    throw new AppError({ ...failure, place: { ...failure.place, record: record.id } }, { cause: error });
  }
}

/** Tokenizes through the project's cache. */
export function cachedTokenizer(open: OpenProject, rendition: RenderSettings): (record: DataRecord) => TokenizedExample {
  const key = JSON.stringify([rendition.tokenizer.id, rendition.format, rendition.assistantOnly]);
  if (open.rows.key !== key) open.rows = { key, byId: new Map() };
  const { byId } = open.rows;
  return (record) => {
    const known = byId.get(record.id);
    if (known) return known;
    const row = tokenizeRecord(record, rendition);
    byId.set(record.id, row);
    return row;
  };
}

/** Fills the token counts of some lines, if the project's tokenizer is loaded; rows that cannot be rendered stay unknown. */
export async function countTokens(context: DataContext, open: OpenProject, lines: readonly IndexLine[]): Promise<void> {
  const { recipe, tools } = open.project;
  const unknown = lines.filter((line) => line.tokens === null);
  if (unknown.length === 0) return;
  const modelId = await modelIdOf(context.database, recipe).catch(() => null);
  const tokenizer = modelId === null ? null : context.loadedTokenizer(modelId);
  if (!tokenizer) return;
  const records = await readRecords(
    context.database,
    open.project.id,
    unknown.map((line) => line.id),
  );
  const tokenize = cachedTokenizer(open, renderSettings(recipe, tokenizer, tools));
  const byId = new Map(records.map((record) => [record.id, record]));
  for (const line of unknown) {
    const record = byId.get(line.id);
    if (record) line.tokens = lengthOf(record, tokenize);
  }
}

function lengthOf(record: DataRecord, tokenize: (record: DataRecord) => TokenizedExample): number | null {
  try {
    return tokenize(record).inputIds.length;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** The token lens of messages that need not be stored. */
export async function tokenViewOf(context: DataContext, request: TokenViewRequest): Promise<TokenViewData> {
  const tokenizer = await context.tokenizer(request.tokenizerId);
  const rendering = renderRecord({ messages: request.messages, tools: request.tools }, tokenizer, request.format);
  return tokenView(rendering, tokenizer, request.maxLength);
}
