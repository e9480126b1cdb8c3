// Findings by code, worst first; and the histogram of row lengths. Pure.

import type { CheckReport, Finding, Severity } from '../../core/checks';

export interface FindingGroup {
  readonly code: string;
  readonly severity: Severity;
  readonly findings: readonly Finding[];
  /** Records concerned, each once, in the order of the findings. */
  readonly recordIds: readonly string[];
}

/** Errors before warnings, many before few. */
export function groupFindings(findings: readonly Finding[]): readonly FindingGroup[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.severity} ${finding.code}`;
    const known = groups.get(key);
    if (known) known.push(finding);
    else groups.set(key, [finding]);
  }
  const all = [...groups.values()].flatMap((found): FindingGroup[] => {
    const [first] = found;
    if (!first) return [];
    const recordIds = [...new Set(found.map((finding) => finding.recordId))].filter((id) => id !== '');
    return [{ code: first.code, severity: first.severity, findings: found, recordIds }];
  });
  const rank = (group: FindingGroup) => (group.severity === 'error' ? 0 : 1);
  return all.toSorted((a, b) => rank(a) - rank(b) || b.findings.length - a.findings.length);
}

/** Checks that ran and found nothing. */
export function silentChecks({ checks, findings }: CheckReport): readonly string[] {
  const loud = new Set(findings.map((finding) => finding.check));
  return checks.filter((id) => !loud.has(id));
}

export interface Bar {
  readonly from: number;
  /** Inclusive. */
  readonly to: number;
  readonly rows: number;
}

export interface Histogram {
  readonly bars: readonly Bar[];
  readonly shortest: number;
  readonly longest: number;
}

/** Rows that could not be rendered have length 0 and are left out. Null when nothing is left. */
export function histogramOf(lengths: readonly number[], mostBars = 24): Histogram | null {
  const real = lengths.filter((length) => length > 0);
  if (real.length === 0) return null;
  let shortest = Number.POSITIVE_INFINITY;
  let longest = 0;
  for (const length of real) {
    shortest = Math.min(shortest, length);
    longest = Math.max(longest, length);
  }
  const width = Math.max(1, Math.ceil((longest - shortest + 1) / mostBars));
  const counts = new Array<number>(Math.ceil((longest - shortest + 1) / width)).fill(0);
  for (const length of real) {
    const bar = Math.floor((length - shortest) / width);
    counts[bar] = (counts[bar] ?? 0) + 1;
  }
  const bars = counts.map((rows, index) => ({ from: shortest + index * width, to: shortest + (index + 1) * width - 1, rows }));
  return { bars, shortest, longest };
}

/** Rows that max length would cut. */
export function rowsCutAt(lengths: readonly number[], maxLength: number): number {
  return lengths.filter((length) => length > maxLength).length;
}
