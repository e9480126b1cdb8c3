import { expect, test } from 'vitest';
import type { Finding, Severity } from '../../core/checks';
import { groupFindings, histogramOf, rowsCutAt, silentChecks } from './groups';

function finding(code: string, severity: Severity, recordId: string): Finding {
  return { code, severity, recordId, check: code, message: '', remedy: '', values: {} };
}

test('groups put errors first, then the many before the few; a record counts once', () => {
  const groups = groupFindings([
    finding('a', 'warning', '1'),
    finding('b', 'error', '1'),
    finding('c', 'error', '1'),
    finding('c', 'error', '1'),
    finding('c', 'error', '2'),
  ]);
  expect(groups.map((group) => group.code)).toEqual(['c', 'b', 'a']);
  expect(groups[0]?.recordIds).toEqual(['1', '2']);
});

test('checks that found nothing are named', () => {
  const report = {
    records: 1,
    checks: ['a', 'b'],
    findings: [finding('a', 'error', '1')],
    lengths: [],
    maxLength: 1,
    errors: 1,
    warnings: 0,
  };
  expect(silentChecks(report)).toEqual(['b']);
});

test('every row is in one bar', () => {
  const histogram = histogramOf([10, 10, 11, 99, 0], 4);
  expect(histogram).toMatchObject({ shortest: 10, longest: 99 });
  expect(histogram?.bars.reduce((sum, bar) => sum + bar.rows, 0)).toBe(4);
  expect(histogramOf([0])).toBeNull();
  expect(histogramOf([7])?.bars).toEqual([{ from: 7, to: 7, rows: 1 }]);
});

test('rows longer than max length are cut', () => {
  expect(rowsCutAt([10, 20, 30], 20)).toBe(1);
});
