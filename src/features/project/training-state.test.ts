import { expect, test } from 'vitest';
import type { StepReport } from '../../core/training';
import type { TrainingState } from './state';
import { reduceTrainEvent } from './training-state';

function report(step: number): StepReport {
  return { step, epoch: 0, loss: 1 / step, learningRate: 1e-3, gradientNorm: 1, tokens: 10, trainedTokens: 5, seconds: step };
}

const fresh: TrainingState = {
  runId: 'run',
  phase: 'preparing',
  progress: { phase: 'load', done: 1, total: 2, secondsLeft: null },
  device: null,
  reports: [report(1), report(2), report(3)],
  evaluations: [{ step: 2, loss: 1 }],
  step: 3,
  steps: 10,
  tokensPerSecond: null,
  secondsLeft: null,
  checkpointStep: null,
  damage: null,
  notices: [],
  startedAt: 0,
  run: null,
  failure: null,
};

test('a step ends the preparation; a resumed run repeats steps in place of the old ones', () => {
  const session = reduceTrainEvent(fresh, { kind: 'step', report: report(2), tokensPerSecond: 50, secondsLeft: 8 });
  expect(session).toMatchObject({ phase: 'running', progress: null, step: 2, tokensPerSecond: 50, secondsLeft: 8 });
  expect(session.reports.map((known) => known.step)).toEqual([1, 2]);
});

test('while it stops, further steps do not make it running again', () => {
  const session = reduceTrainEvent(
    { ...fresh, phase: 'stopping' },
    { kind: 'step', report: report(4), tokensPerSecond: 1, secondsLeft: 1 },
  );
  expect(session.phase).toBe('stopping');
});

test('of each kind of notice the latest is kept, and of a hidden tab that it is or that it was', () => {
  const tell = (session: TrainingState, code: string, step: number) =>
    reduceTrainEvent(session, { kind: 'notice', notice: { code, message: '', remedy: '', values: { step } } });
  const told = ({ notices }: TrainingState) => notices.map(({ code, values }) => [code, values['step']]);
  const hidden = tell(tell(tell(fresh, 'step_skipped', 1), 'tab_hidden', 2), 'step_skipped', 3);
  expect(told(hidden)).toEqual([
    ['tab_hidden', 2],
    ['step_skipped', 3],
  ]);
  expect(told(tell(hidden, 'tab_shown', 4)).map(([code]) => code)).toEqual(['step_skipped', 'tab_shown']);
  expect(told(tell(tell(hidden, 'tab_shown', 4), 'tab_hidden', 5)).map(([code]) => code)).toEqual(['step_skipped', 'tab_hidden']);
});

test('evaluations and checkpoints are kept by step', () => {
  const evaluated = reduceTrainEvent(fresh, { kind: 'evaluation', report: { step: 4, loss: 0.5 } });
  expect(evaluated.evaluations.map((known) => known.step)).toEqual([2, 4]);
  expect(reduceTrainEvent(evaluated, { kind: 'checkpoint', step: 4 }).checkpointStep).toBe(4);
  const damaged = [{ step: 4, problem: 'wrong_checksum' as const }];
  const back = reduceTrainEvent(evaluated, { kind: 'checkpoint', step: 1, damaged });
  expect(back).toMatchObject({ step: 1, checkpointStep: 1, damage: { checkpoints: damaged, resumedAt: 1 } });
  expect(back.reports.every(({ step }) => step <= 1)).toBe(true);
  expect(back.evaluations.every(({ step }) => step <= 1)).toBe(true);
});
