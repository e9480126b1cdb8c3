// Sums up the results of an evaluation as shares with their uncertainty.

import { CASE_KINDS, type CaseKind } from './cases';
import type { CaseResult } from './score';

/** A share with its 95 % Wilson interval. */
export interface Share {
  readonly right: number;
  readonly of: number;
  readonly low: number;
  readonly high: number;
}

/**
 * `exact`: cases answered exactly. `name`, `arguments`: cases with a call whose tool names, or arguments, are right.
 * `noCall`: cases without a call that were answered without one.
 */
export const METRICS = ['exact', 'name', 'arguments', 'noCall'] as const;
export type Metric = (typeof METRICS)[number];

export interface Metrics extends Readonly<Record<Metric, Share>> {
  /** Exact answers by kind of case; kinds without cases are missing. */
  readonly byKind: Readonly<Partial<Record<CaseKind, Share>>>;
  /** Exact answers by expected tool. */
  readonly byTool: Readonly<Record<string, Share>>;
}

interface ModelScores {
  readonly metrics: Metrics;
  readonly cases: readonly CaseResult[];
}

/** The scored answers of the base model and the tuned model to the same cases. */
export interface ToolCallScores {
  readonly runId: string;
  /** Step of the evaluated checkpoint. */
  readonly step: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly base: ModelScores;
  readonly tuned: ModelScores;
}

export function summarise(results: readonly CaseResult[]): Metrics {
  const withCalls = results.filter(({ kind }) => kind !== 'no_call');
  const tools = [...new Set(withCalls.flatMap(({ expected }) => expected.map(({ name }) => name)))].sort();
  const ofKind = (kind: CaseKind) => results.filter((result) => result.kind === kind);
  const ofTool = (tool: string) => withCalls.filter(({ expected }) => expected.some(({ name }) => name === tool));
  return {
    exact: exactShare(results),
    name: share(withCalls.filter(({ nameRight }) => nameRight).length, withCalls.length),
    arguments: share(withCalls.filter(({ argumentsRight }) => argumentsRight).length, withCalls.length),
    noCall: exactShare(ofKind('no_call')),
    byKind: Object.fromEntries(CASE_KINDS.filter((kind) => ofKind(kind).length > 0).map((kind) => [kind, exactShare(ofKind(kind))])),
    // Without a prototype, since a tool may be called `__proto__`.
    byTool: Object.assign(Object.create(null), Object.fromEntries(tools.map((tool) => [tool, exactShare(ofTool(tool))]))),
  };
}

function exactShare(results: readonly CaseResult[]): Share {
  return share(results.filter(({ verdict }) => verdict === 'exact').length, results.length);
}

/** Two-sided 95 % quantile of the normal distribution. */
const Z = 1.959963984540054;

/** Wilson's score interval (E. B. Wilson, 1927) at 95 %. Without any case, every share is possible: [0, 1]. */
export function share(right: number, of: number): Share {
  if (of === 0) return { right: 0, of: 0, low: 0, high: 1 };
  const rate = right / of;
  const scale = 1 + (Z * Z) / of;
  const middle = (rate + (Z * Z) / (2 * of)) / scale;
  const half = (Z / scale) * Math.sqrt((rate * (1 - rate)) / of + (Z * Z) / (4 * of * of));
  return { right, of, low: right === 0 ? 0 : Math.max(0, middle - half), high: right === of ? 1 : Math.min(1, middle + half) };
}
