import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../../worker/protocol';
import { mainAction } from './main-action';

const run: RunSummary = {
  id: 'run',
  name: 'amber-fox',
  createdAt: 0,
  state: 'done',
  step: 90,
  steps: 90,
  selectedCheckpoint: 10,
  loss: 0.1,
  exact: null,
  modelId: 'from-zero',
  spark: [],
};

describe('mainAction', () => {
  it('begins with a training', () => {
    expect(mainAction(null, null)).toBe('start');
  });

  it('goes on with what stands in the middle', () => {
    expect(mainAction(null, { ...run, state: 'interrupted', step: 50 })).toBe('goOn');
    expect(mainAction(null, { ...run, state: 'paused', step: 50 })).toBe('goOn');
  });

  it('does not repeat what failed before its first step', () => {
    expect(mainAction(null, { ...run, state: 'failed', step: 0 })).toBe('start');
    expect(mainAction(null, { ...run, state: 'failed', step: 50 })).toBe('goOn');
  });

  it('compares once what was trained', () => {
    expect(mainAction(null, run)).toBe('compare');
    expect(mainAction(null, { ...run, exact: 0.95 })).toBe('start');
  });
});
