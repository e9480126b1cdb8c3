import { expect, test } from 'vitest';
import type { Notice } from '../../../core/notice';
import { testDevice, testRun } from '../../../core/testing/runs';
import type { StepReport } from '../../../core/training';
import { memoryFiles } from '../../../storage/memory-files';
import type { TrainEvent } from '../../protocol';
import { testTrainContext } from '../../testing/train-context';
import { createSpeedMonitor, createSpeedometer } from './speed';

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

const notCalled = () => Promise.reject(new Error('not called'));

/** A session on clocks that a test moves. Both count the sleep, as on some systems. */
function openSession({ deviceSurvives }: { readonly deviceSurvives: boolean }) {
  let seconds = 0;
  let step = 0;
  let checkClock = () => {};
  const notices: Notice[] = [];
  const context = testTrainContext({
    data: { call: notCalled, close: () => undefined },
    files: memoryFiles(),
    openDevice: notCalled,
    deviceAnswers: async () => deviceSurvives,
    every(_, work) {
      checkClock = work;
      return () => undefined;
    },
    now: () => 1000 * seconds,
    wallClock: () => 1000 * seconds,
  });
  const monitor = createSpeedMonitor(context, run, testDevice, (notice) => notices.push(notice));
  const stepAfter = (duration: number): TrainEvent & { readonly kind: 'step' } => {
    seconds += duration;
    step += 1;
    monitor.check();
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
    return monitor.step(report);
  };
  return {
    notices,
    stepAfter,
    sleep(minutes: number) {
      seconds += MINUTE * minutes;
      checkClock();
    },
  };
}

test('a sleep of twelve minutes is reported once and changes neither speed, time left nor the seconds of steps', async () => {
  const { stepAfter, sleep, notices } = openSession({ deviceSurvives: true });
  for (let step = 1; step < 20; step++) stepAfter(2);
  expect(stepAfter(2)).toMatchObject({ tokensPerSecond: 50, secondsLeft: 160, report: { seconds: 40 } });
  sleep(12);
  // The driver's caches are cold.
  expect(stepAfter(25).report.seconds).toBe(65);
  const after = [stepAfter(25), stepAfter(2), stepAfter(2), stepAfter(2), stepAfter(2), stepAfter(2), stepAfter(2)].at(-1);
  expect(after).toMatchObject({ tokensPerSecond: 50, report: { seconds: 102 } });
  expect(after?.secondsLeft).toBeCloseTo(2 * (STEPS - 28));
  await Promise.resolve();
  expect(notices.map(({ code, values }) => [code, values['minutes']])).toEqual([['stood_still_gpu_kept', 12]]);
});

test('a device that does not answer after waking is reported as lost', async () => {
  const { stepAfter, sleep, notices } = openSession({ deviceSurvives: false });
  for (let step = 1; step < 4; step++) stepAfter(2);
  sleep(600);
  await Promise.resolve();
  expect(notices.map(({ code, values }) => [code, values['minutes']])).toEqual([['stood_still_gpu_lost', 600]]);
});

test('steps that become slow without a sleep are reported as probably spilling', () => {
  const { stepAfter, notices } = openSession({ deviceSurvives: true });
  for (let step = 1; step < 20; step++) stepAfter(2);
  for (let step = 0; step < 4; step++) stepAfter(40);
  expect(notices.map(({ code }) => code)).toEqual(['steps_spill']);
});

test('tokens per second and the time left are known from the second step on', () => {
  const speed = createSpeedometer(10);
  expect(speed(1, 100, 5)).toEqual({ tokensPerSecond: 0, secondsLeft: null });
  expect(speed(2, 100, 6)).toEqual({ tokensPerSecond: 100, secondsLeft: 8 });
  expect(speed(3, 300, 7)).toEqual({ tokensPerSecond: 200, secondsLeft: 7 });
});

test('steps of a burst are counted together', () => {
  const speed = createSpeedometer(100);
  for (const step of [1, 2, 3, 4]) speed(step, 10, 1);
  const last = [5, 6, 7, 8].map((step) => speed(step, 10, 3)).at(-1);
  expect(last).toEqual({ tokensPerSecond: 20, secondsLeft: 46 });
});

test('only a recent window of steps counts', () => {
  const speed = createSpeedometer(1000);
  for (let step = 1; step <= 100; step += 1) speed(step, 1, step);
  let last = { tokensPerSecond: 0, secondsLeft: null as number | null };
  for (let step = 101; step <= 200; step += 1) last = speed(step, 100, 100 + (step - 100) * 0.5);
  expect(last.tokensPerSecond).toBeCloseTo(200);
  expect(last.secondsLeft).toBeCloseTo(400);
});
