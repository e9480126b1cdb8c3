// Shares with their uncertainty.

import type { CaseKind, CaseResult, Metrics, Share } from './results';

/** Two-sided 95 % quantile of the normal distribution. */
const Z = 1.959963984540054;

/** Wilson's score interval (E. B. Wilson, 1927), 95 %. Of no case at all, everything is possible: [0, 1]. */
export function share(right: number, of: number): Share {
  if (of === 0) return { right: 0, of: 0, low: 0, high: 1 };
  const rate = right / of;
  const scale = 1 + (Z * Z) / of;
  const middle = (rate + (Z * Z) / (2 * of)) / scale;
  const half = (Z / scale) * Math.sqrt((rate * (1 - rate)) / of + (Z * Z) / (4 * of * of));
  return { right, of, low: right === 0 ? 0 : Math.max(0, middle - half), high: right === of ? 1 : Math.min(1, middle + half) };
}

const KINDS: readonly CaseKind[] = ['single', 'parallel', 'after_result', 'no_call'];

/** The figures of an evaluation. Names and arguments count where a call was due, `noCall` where none was. */
export function summarise(results: readonly CaseResult[]): Metrics {
  const due = results.filter(({ kind }) => kind !== 'no_call');
  const tools = [...new Set(due.flatMap(({ expected }) => expected.map(({ name }) => name)))].sort();
  const ofKind = (kind: CaseKind) => results.filter((result) => result.kind === kind);
  return {
    exact: exactShare(results),
    name: share(due.filter(({ nameRight }) => nameRight).length, due.length),
    arguments: share(due.filter(({ argumentsRight }) => argumentsRight).length, due.length),
    noCall: exactShare(ofKind('no_call')),
    byKind: Object.fromEntries(KINDS.filter((kind) => ofKind(kind).length > 0).map((kind) => [kind, exactShare(ofKind(kind))])),
    // A null prototype: a tool may be called `__proto__`.
    byTool: Object.assign(
      Object.create(null),
      Object.fromEntries(tools.map((tool) => [tool, exactShare(due.filter(({ expected }) => expected.some(({ name }) => name === tool)))])),
    ),
  };
}

function exactShare(results: readonly CaseResult[]): Share {
  return share(results.filter(({ verdict }) => verdict === 'exact').length, results.length);
}
