import { expect, test } from 'vitest';
import type { Notice } from '../../../core/notice';
import { testDevice, testRun } from '../../../core/testing/runs';
import type { StepReport } from '../../../core/training';
import { memoryFiles } from '../../../storage/memory-files';
import type { TrainEvent } from '../../protocol';
import { testTrainContext } from '../../testing/train-context';
import { createPace, createSpeedometer, type Pace } from './speed';

const STEPS = 100;
const MINUTE = 60;

const plan = {
  examples: STEPS,
  sequences: STEPS,
  paddingShare: 0,
  tokensPerEpoch: 100 * STEPS,
  trainedTokensPerEpoch: 50 * STEPS,
  stepsPerEpoch: STEPS,
  steps: STEPS,
  warmupSteps: 0,
  truncated: 0,
  dropped: [],
};
const run = testRun({ state: 'running', plan });

const notAsked = () => Promise.reject(new Error('not asked'));

/** A session on clocks that a test moves; both count the sleep, as some systems do. */
function session(alive: boolean) {
  let seconds = 0;
  let step = 0;
  let look = () => {};
  const notices: Notice[] = [];
  const context = testTrainContext({
    data: { call: notAsked, close: () => undefined },
    files: memoryFiles(),
    openDevice: notAsked,
    deviceAnswers: async () => alive,
    every(_, work) {
      look = work;
      return () => undefined;
    },
    now: () => 1000 * seconds,
    wallClock: () => 1000 * seconds,
  });
  const pace: Pace = createPace(context, run, testDevice, (notice) => notices.push(notice));
  const stepAfter = (taken: number): TrainEvent & { readonly kind: 'step' } => {
    seconds += taken;
    step += 1;
    pace.look();
    const report: StepReport = {
      step,
      epoch: 0,
      loss: 1,
      learningRate: 1,
      gradientNorm: 1,
      tokens: 100,
      trainedTokens: 50,
      seconds,
    };
    return pace.stepped(report);
  };
  return {
    notices,
    stepAfter,
    sleep(minutes: number) {
      seconds += MINUTE * minutes;
      look();
    },
  };
}

test('a sleep of twelve minutes is told once; neither speed, time left nor the seconds of steps know of it', async () => {
  const { stepAfter, sleep, notices } = session(true);
  for (let step = 1; step < 20; step++) stepAfter(2);
  expect(stepAfter(2)).toMatchObject({ tokensPerSecond: 50, secondsLeft: 160, report: { seconds: 40 } });
  sleep(12);
  // The caches of the driver are cold.
  expect(stepAfter(25).report.seconds).toBe(65);
  const after = [stepAfter(25), stepAfter(2), stepAfter(2), stepAfter(2), stepAfter(2), stepAfter(2), stepAfter(2)].at(-1);
  expect(after).toMatchObject({ tokensPerSecond: 50, report: { seconds: 102 } });
  expect(after?.secondsLeft).toBeCloseTo(2 * (STEPS - 28));
  await Promise.resolve();
  expect(notices.map(({ code, values }) => [code, values['minutes']])).toEqual([['stood_still_gpu_kept', 12]]);
});

test('a device that does not answer after waking is told as lost', async () => {
  const { stepAfter, sleep, notices } = session(false);
  for (let step = 1; step < 4; step++) stepAfter(2);
  sleep(600);
  await Promise.resolve();
  expect(notices.map(({ code, values }) => [code, values['minutes']])).toEqual([['stood_still_gpu_lost', 600]]);
});

test('steps that stay slow without a sleep are still told as likely spilling', () => {
  const { stepAfter, notices } = session(true);
  for (let step = 1; step < 20; step++) stepAfter(2);
  for (let step = 0; step < 4; step++) stepAfter(40);
  expect(notices.map(({ code }) => code)).toEqual(['steps_spill']);
});

test('the first step says nothing; then tokens per second and the time left follow', () => {
  const speed = createSpeedometer(10);
  expect(speed(1, 100, 5)).toEqual({ tokensPerSecond: 0, secondsLeft: null });
  expect(speed(2, 100, 6)).toEqual({ tokensPerSecond: 100, secondsLeft: 8 });
  expect(speed(3, 300, 7)).toEqual({ tokensPerSecond: 200, secondsLeft: 7 });
});

test('bursts are counted as a whole', () => {
  const speed = createSpeedometer(100);
  for (const step of [1, 2, 3, 4]) speed(step, 10, 1);
  const last = [5, 6, 7, 8].map((step) => speed(step, 10, 3)).at(-1);
  expect(last).toEqual({ tokensPerSecond: 20, secondsLeft: 46 });
});

test('only a recent window counts', () => {
  const speed = createSpeedometer(1000);
  for (let step = 1; step <= 100; step += 1) speed(step, 1, step);
  let last = { tokensPerSecond: 0, secondsLeft: null as number | null };
  for (let step = 101; step <= 200; step += 1) last = speed(step, 100, 100 + (step - 100) * 0.5);
  expect(last.tokensPerSecond).toBeCloseTo(200);
  expect(last.secondsLeft).toBeCloseTo(400);
});
