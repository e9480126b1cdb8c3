import { describe, expect, it } from 'vitest';
import { playwrightCounts, total, vitestCounts } from './counts.mjs';

describe('vitestCounts', () => {
  it('takes what passed and failed', () => {
    expect(vitestCounts({ numPassedTests: 7, numFailedTests: 2 }, false)).toEqual({ passed: 7, failed: 2 });
  });
  it('counts skipped tests and files that could not be loaded as failed', () => {
    const testResults = [
      { status: 'failed', assertionResults: [] },
      { status: 'passed', assertionResults: [{ status: 'passed' }] },
    ];
    expect(vitestCounts({ numPassedTests: 1, numPendingTests: 1, testResults }, false)).toEqual({ passed: 1, failed: 2 });
  });
  it('fails a suite that ended badly, and one that ran nothing', () => {
    expect(vitestCounts({ numPassedTests: 3 }, false)).toEqual({ passed: 3, failed: 1 });
    expect(vitestCounts({}, true)).toEqual({ passed: 0, failed: 1 });
  });
});

describe('playwrightCounts', () => {
  it('adds up the stats, skipped and errors being failures', () => {
    const report = { stats: { expected: 5, unexpected: 1, flaky: 0, skipped: 1 }, errors: [{}] };
    expect(playwrightCounts(report, false)).toEqual({ passed: 5, failed: 3 });
  });
  it('fails when there is no report', () => {
    expect(playwrightCounts({}, false)).toEqual({ passed: 0, failed: 1 });
  });
});

it('totals', () => {
  expect(
    total([
      { passed: 1, failed: 0 },
      { passed: 2, failed: 3 },
    ]),
  ).toEqual({ passed: 3, failed: 3 });
});
