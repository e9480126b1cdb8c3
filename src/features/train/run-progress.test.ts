import { describe, expect, it } from 'vitest';
import { testPlan } from '../../core/testing/runs';
import type { TrainingState } from '../project';
import { canResume, estimatedSeconds, measuredSpeed, statusLine, tokensOf } from './run-progress';

const plan = { ...testPlan, paddingShare: 0.2 };

const session: TrainingState = {
  runId: 'run',
  phase: 'running',
  progress: null,
  device: null,
  reports: [{ step: 45, epoch: 1.5, loss: 1, learningRate: 0.1, gradientNorm: 1, tokens: 400, trainedTokens: 160, seconds: 20 }],
  evaluations: [],
  step: 45,
  steps: 90,
  tokensPerSecond: 900,
  secondsLeft: 20,
  checkpointStep: null,
  damage: null,
  notices: [],
  startedAt: 1000,
  run: null,
  failure: null,
};

describe('statusLine', () => {
  it('takes share, epoch and elapsed time from the session and the clock', () => {
    expect(statusLine(session, 22_000)).toMatchObject({ share: 0.5, epoch: 1.5, elapsed: 21, secondsLeft: 20 });
  });

  it('knows nothing before the first step, and divides by nothing', () => {
    const before = { ...session, reports: [], step: 0, steps: 0, tokensPerSecond: null, secondsLeft: null };
    expect(statusLine(before, 1000)).toEqual({
      share: 0,
      step: 0,
      steps: 0,
      epoch: null,
      elapsed: 0,
      secondsLeft: null,
      tokensPerSecond: null,
    });
  });
});

describe('plans', () => {
  it('counts the tokens of all steps', () => {
    expect(tokensOf(plan)).toBe(36_000);
    expect(tokensOf({ ...plan, stepsPerEpoch: 0, steps: 0 })).toBe(0);
  });

  it('estimates time only from a known speed', () => {
    expect(estimatedSeconds(plan, 1000)).toBe(36);
    expect(estimatedSeconds(plan, null)).toBeNull();
  });

  it('measures the last session without its first step', () => {
    const at = (seconds: number) => ({ tokens: 100, seconds });
    expect(measuredSpeed([at(1), at(2), at(3), at(5), at(6), at(7)])).toBeCloseTo(500 / 6, 9);
    expect(measuredSpeed([at(50), at(60), at(5), at(6), at(7)])).toBe(100);
    expect(measuredSpeed([at(5)])).toBeNull();
    expect(measuredSpeed([])).toBeNull();
  });
});

describe('canResume', () => {
  it('is for runs that stopped before their end', () => {
    expect(canResume({ state: 'interrupted', step: 50, steps: 90 })).toBe(true);
    expect(canResume({ state: 'done', step: 90, steps: 90 })).toBe(false);
    expect(canResume({ state: 'running', step: 50, steps: 90 })).toBe(false);
  });
});
