// Tokenizes records, and caches the examples of a project: checks, plans, runs and the table's token counts share them.

import { renderRecord } from '../../../core/chat-template';
import type { TokenizedRecord } from '../../../core/exports';
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

/** Records that are tokenized before other calls get a turn. */
export const RECORDS_AT_ONCE = 50;

/** What determines a record's tokens and their weights. */
export interface RenderSettings {
  readonly tokenizer: Tokenizer;
  readonly format: PromptFormat;
  readonly assistantOnly: boolean;
  readonly tools: readonly ToolSpec[];
}

export function renderSettings(recipe: Recipe, tokenizer: Tokenizer, tools: readonly ToolSpec[]): RenderSettings {
  return { tokenizer, format: recipe.format, assistantOnly: recipe.train.assistant_only_loss, tools };
}

/** Renders a record as its training text and tokenizes it at full length. @throws AppError that names the record */
export function renderAndTokenize(record: DataRecord, { tokenizer, format, assistantOnly, tools }: RenderSettings): TokenizedRecord {
  try {
    const rendering = renderRecord({ messages: record.messages, tools: toolsFor(record, tools) }, tokenizer, format);
    const example = tokenizeExample(record.id, rendering, tokenizer);
    return { text: rendering.text, example: assistantOnly ? example : { ...example, weights: example.weights.map(() => 1) } };
  } catch (error) {
    const failure = toFailure(error);
    throw new AppError({ ...failure, place: { ...failure.place, record: record.id } }, { cause: error });
  }
}

/** Tokenizes a record at full length. @throws AppError that names the record */
export function tokenizeRecord(record: DataRecord, settings: RenderSettings): TokenizedExample {
  return renderAndTokenize(record, settings).example;
}

/** @returns a function that tokenizes through the project's cache, which is cleared when the settings have changed */
export function cachedTokenizer(open: OpenProject, settings: RenderSettings): (record: DataRecord) => TokenizedExample {
  const key = JSON.stringify([settings.tokenizer.id, settings.format, settings.assistantOnly]);
  if (open.examples.key !== key) open.examples = { key, byId: new Map() };
  const { byId } = open.examples;
  return (record) => {
    const known = byId.get(record.id);
    if (known) return known;
    const example = tokenizeRecord(record, settings);
    byId.set(record.id, example);
    return example;
  };
}

/** Counts the tokens of some lines, if the project's tokenizer is loaded. A record that cannot be rendered has no count. */
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

/** Returns the token view of messages, which need not be stored. */
export async function tokenViewOf(context: DataContext, request: TokenViewRequest): Promise<TokenViewData> {
  const tokenizer = await context.tokenizer(request.tokenizerId);
  const rendering = renderRecord({ messages: request.messages, tools: request.tools }, tokenizer, request.format);
  return tokenView(rendering, tokenizer, request.maxLength);
}
