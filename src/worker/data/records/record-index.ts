// Keeps in memory what the table, the filters and the search need of every record, so that windows and searches over
// 20,000 records do not touch the database.

import { callLabel, requestOf } from '../../../core/builder';
import type { Finding } from '../../../core/checks';
import type { DataRecord, Split } from '../../../core/record';
import { orderOf } from '../../../storage/records';
import type { RecordFilter, RecordLine, RecordWindow } from '../../protocol';

/** A record in the index. Only `tokens`, `errors` and `warnings` change in place. */
export interface IndexLine {
  readonly id: string;
  readonly order: number;
  readonly request: string;
  readonly calls: readonly string[];
  readonly toolNames: readonly string[];
  /** Assistant messages. */
  readonly turns: number;
  readonly severalCalls: boolean;
  readonly split: Split;
  /** All text that a search covers, in lower case. */
  readonly searched: string;
  /** null until counted. */
  tokens: number | null;
  errors: number;
  warnings: number;
}

/** Lines in project order. */
export type RecordIndex = IndexLine[];

export function indexLine(record: DataRecord): IndexLine {
  const calls = record.messages.flatMap((message) => message.calls ?? []);
  const texts = record.messages.flatMap((message) => [message.content ?? '', message.reasoning ?? '', message.name ?? '']);
  const callTexts = calls.flatMap((call) => [call.name, call.argumentsText]);
  return {
    id: record.id,
    order: orderOf(record.id),
    request: requestOf(record),
    calls: calls.map(callLabel),
    toolNames: [...new Set(calls.map((call) => call.name))],
    turns: record.messages.filter((message) => message.role === 'assistant').length,
    severalCalls: record.messages.some((message) => (message.calls?.length ?? 0) > 1),
    split: record.split,
    searched: [record.id, record.source.file, ...record.tags, ...texts, ...callTexts].join('\n').toLowerCase(),
    tokens: null,
    errors: 0,
    warnings: 0,
  };
}

/** Returns the position of the first line whose order is at least `order`. */
function positionFor(index: RecordIndex, order: number): number {
  let low = 0;
  let high = index.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((index[middle]?.order ?? Number.POSITIVE_INFINITY) < order) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Returns the position of a record in the project, or -1. */
export function positionOf(index: RecordIndex, id: string): number {
  const position = positionFor(index, orderOf(id));
  return index[position]?.id === id ? position : -1;
}

/** Returns the index after records were removed, added or replaced. */
export function updatedIndex(index: RecordIndex, removed: readonly string[], put: readonly DataRecord[]): RecordIndex {
  const gone = new Set(removed);
  const fresh = new Map(put.map((record) => [record.id, indexLine(record)]));
  const kept = index.filter((line) => !gone.has(line.id)).map((line) => fresh.get(line.id) ?? line);
  const known = new Set(kept.map((line) => line.id));
  const added = [...fresh.values()].filter((line) => !known.has(line.id));
  return added.length === 0 ? kept : [...kept, ...added].sort((a, b) => a.order - b.order);
}

/** Counts the findings of each record. */
export function setFindings(index: RecordIndex, findings: readonly Finding[]): void {
  const counts = new Map<string, { errors: number; warnings: number }>();
  for (const finding of findings) {
    const count = counts.get(finding.recordId) ?? { errors: 0, warnings: 0 };
    if (finding.severity === 'error') count.errors += 1;
    else count.warnings += 1;
    counts.set(finding.recordId, count);
  }
  for (const line of index) {
    line.errors = counts.get(line.id)?.errors ?? 0;
    line.warnings = counts.get(line.id)?.warnings ?? 0;
  }
}

const KINDS: Readonly<Record<NonNullable<RecordFilter['kind']>, (line: IndexLine) => boolean>> = {
  call: (line) => line.calls.length > 0,
  no_call: (line) => line.calls.length === 0,
  several_calls: (line) => line.severalCalls,
  several_turns: (line) => line.turns > 1,
};

/** Returns the lines that match all parts of the filter. Every word of the search must occur. */
export function filterIndex(index: RecordIndex, filter: RecordFilter): RecordIndex {
  const words = (filter.search ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const { split, tool, kind, finding } = filter;
  return index.filter(
    (line) =>
      (split === undefined || line.split === split) &&
      (tool === undefined || line.toolNames.includes(tool)) &&
      (kind === undefined || KINDS[kind](line)) &&
      (finding === undefined || (finding === 'error' ? line.errors : line.warnings) > 0) &&
      words.every((word) => line.searched.includes(word)),
  );
}

function recordLine({ id, request, calls, turns, tokens, split, errors, warnings }: IndexLine): RecordLine {
  return { id, request, calls, turns, tokens, split, errors, warnings };
}

function countsOf(index: RecordIndex): RecordWindow['counts'] {
  const count = (test: (line: IndexLine) => boolean) => index.reduce((sum, line) => sum + (test(line) ? 1 : 0), 0);
  return {
    all: index.length,
    train: count((line) => line.split === 'train'),
    eval: count((line) => line.split === 'eval'),
    noCall: count(KINDS.no_call),
    severalCalls: count(KINDS.several_calls),
    severalTurns: count(KINDS.several_turns),
    errors: count((line) => line.errors > 0),
    warnings: count((line) => line.warnings > 0),
  };
}

export function windowOf(index: RecordIndex, filtered: RecordIndex, from: number, count: number): RecordWindow {
  const start = Math.max(0, Math.min(from, filtered.length));
  const lines = filtered.slice(start, start + Math.max(0, count)).map(recordLine);
  return { total: filtered.length, from: start, lines, counts: countsOf(index) };
}
