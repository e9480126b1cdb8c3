// In a real browser, the GPU has no room for a buffer, or is taken away between two answers. What it computed from then on
// is never logged, saved or answered. With room again, everything continues with the same results.

import { afterEach, expect, test, vi } from 'vitest';
import { openDevice } from '../../ml';
import { memoryFiles } from '../../storage/memory-files';
import type { TrainEvent } from '../protocol';
import { trainCalls } from '../testing/calls';
import { oneRun } from '../testing/one-run';
import { testTrainContext } from '../testing/train-context';

const STEPS = 4;
const FULL = { code: 'out-of-memory', reason: 'device_memory' };
/** The models' answer to a text that ends with r, whose token is 14. */
const LAST = '14 14 14 14 14 14';

afterEach(() => {
  vi.restoreAllMocks();
});

/** Makes every new buffer fail as in WebGPU, by an error scope. @returns a function that ends this */
function refuseBuffers(): () => void {
  const spy = vi.spyOn(GPUDevice.prototype, 'popErrorScope').mockResolvedValue(new GPUOutOfMemoryError('no room for 5 GB'));
  return () => spy.mockRestore();
}

function openTab() {
  const data = oneRun(STEPS);
  const devices: GPUDevice[] = [];
  const open = testTrainContext({
    data,
    files: memoryFiles(),
    openDevice: (choice) => openDevice(choice, { wasmPath: '/wasm/', allowSoftware: true, onDevice: (made) => devices.push(made) }),
  });
  const lose = async () => {
    devices.at(-1)?.destroy();
    await devices.at(-1)?.lost;
  };
  return { data, devices, lose, train: trainCalls(open) };
}

test('a run that has no room at step 3 fails with settings to change, keeps nothing of that step, and resumes with the same losses', async () => {
  const unbroken = openTab();
  const { log } = await unbroken.train.train({ runId: 'run' });
  expect(log).toHaveLength(STEPS);
  await unbroken.lose();

  const tab = openTab();
  let room = () => {};
  const events: TrainEvent[] = [];
  const emit = (event: TrainEvent) => {
    events.push(event);
    if (event.kind === 'checkpoint' && event.step === 2) room = refuseBuffers();
  };
  const broken = tab.train.train({ runId: 'run' }, { onEvent: emit });
  await expect(broken).rejects.toMatchObject({ failure: FULL });
  await expect(broken).rejects.toMatchObject({
    failure: { remedy: expect.stringMatching(/per_device_train_batch_size.*max_length/) },
  });
  room();
  const failed = await tab.data.call('openModel', { runId: 'run' });
  expect(failed.run).toMatchObject({ state: 'failed', cause: FULL });
  expect(failed.run.log.map(({ step }) => step)).toEqual([1, 2]);
  expect(failed.checkpoints.map(({ step }) => step)).toEqual([2]);
  expect(events.flatMap((event) => (event.kind === 'step' ? event.report.step : []))).toEqual([1, 2]);

  const done = await tab.train.train({ runId: 'run' });
  expect(done.state).toBe('done');
  expect(done.log.map(({ step, loss }) => [step, loss])).toEqual(log.map(({ step, loss }) => [step, loss]));
  await tab.lose();
}, 180_000);

test('answers after a device was lost or full come from a model on a new device', async () => {
  const tab = openTab();
  await tab.train.train({ runId: 'run' });
  const ask = async (content: string) => {
    const question = { runId: 'run', messages: [{ role: 'user' as const, content }], tools: [], maxNewTokens: 6, samplingSeed: null };
    const { base, tuned } = await tab.train.ask(question);
    return [base.text, tuned.text];
  };
  const wanted = await ask('weather');
  // A model with a tied head that has learned little repeats the last token.
  expect(wanted).toEqual([LAST, LAST]);

  // A device that is lost while nothing computes is noticed at the next question.
  await tab.lose();
  expect(await ask('weather')).toEqual(wanted);
  // The page may ask for the device first, which opens a new one.
  await tab.lose();
  await tab.train.device({ choice: 'webgpu' });
  expect(await ask('weather')).toEqual(wanted);

  const room = refuseBuffers();
  await expect(ask('a longer question about the weather in Paris')).rejects.toMatchObject({
    failure: { ...FULL, reason: 'answer_memory', remedy: expect.stringContaining('shorter request') },
  });
  await expect(tab.train.checkExport({ runId: 'run', dtype: 'BF16' })).rejects.toMatchObject({
    failure: { ...FULL, reason: 'check_memory', remedy: expect.stringContaining('Nothing was written') },
  });
  room();
  expect(await ask('weather')).toEqual(wanted);
  expect(tab.devices).toHaveLength(5);
  await tab.lose();
}, 180_000);
