// In a real browser, the GPU is taken away during a training, or does not survive the sleep of its computer. The run
// continues automatically on a new device, with the losses of an uninterrupted run.

import { afterEach, expect, test, vi } from 'vitest';
import { deviceAnswers, openDevice } from '../../ml';
import { memoryFiles } from '../../storage/memory-files';
import type { TrainEvent } from '../protocol';
import { trainCalls } from '../testing/calls';
import { oneRun } from '../testing/one-run';
import { testTrainContext } from '../testing/train-context';

const STEPS = 8;

interface Misfortune {
  /** Steps at whose report the device is taken away, once each. */
  readonly loseAt?: readonly number[];
  /** Takes every device away as soon as it is open. */
  readonly loseAll?: boolean;
  /** Step at whose report the computer sleeps for twelve minutes, once. */
  readonly sleepAt?: number;
  /** Whether the device works after the sleep, or hangs. */
  readonly wakes?: boolean;
}

/** Makes every read from a GPU wait forever. @returns a function that ends this */
function hang(): () => void {
  const mapped = vi.spyOn(GPUBuffer.prototype, 'mapAsync').mockImplementation(() => new Promise(() => undefined));
  return () => mapped.mockRestore();
}

afterEach(() => {
  vi.restoreAllMocks();
});

async function trained({ loseAt = [], loseAll = false, sleepAt = 0, wakes = true }: Misfortune) {
  const devices: GPUDevice[] = [];
  const waits: number[] = [];
  const patience: number[] = [];
  let asleep = 0;
  let checkClock = () => {};
  let endHang = () => {};
  const context = testTrainContext({
    data: oneRun(STEPS),
    files: memoryFiles(),
    openDevice: (choice) =>
      openDevice(choice, {
        wasmPath: '/wasm/',
        allowSoftware: true,
        onDevice(made) {
          endHang();
          devices.push(made);
          if (loseAll) made.destroy();
        },
      }),
    deviceAnswers(within) {
      patience.push(within);
      return deviceAnswers(wakes ? within : 300);
    },
    every(_, work) {
      checkClock = work;
      return () => undefined;
    },
    sleep: async (milliseconds) => {
      waits.push(milliseconds);
    },
    wallClock: () => Date.now() + asleep,
  });
  const remaining = [...loseAt];
  const events: TrainEvent[] = [];
  const emit = (event: TrainEvent) => {
    events.push(event);
    if (event.kind !== 'step') return;
    if (event.report.step === sleepAt && asleep === 0) {
      asleep = 12 * 60_000;
      if (!wakes) endHang = hang();
      setTimeout(() => checkClock(), 100);
    }
    if (event.report.step !== remaining[0]) return;
    remaining.shift();
    devices.at(-1)?.destroy();
  };
  const run = await trainCalls(context)
    .train({ runId: 'run' }, { onEvent: emit })
    .catch((error: unknown) => error);
  // The next run needs a device of its own, so that its `onDevice` is called.
  devices.at(-1)?.destroy();
  await devices.at(-1)?.lost;
  const notices = events.flatMap((event) => (event.kind === 'notice' ? event.notice : []));
  return { run, notices, waits, patience };
}

/** Step and loss of each step of the trained run. */
function losses({ run }: Awaited<ReturnType<typeof trained>>) {
  return typeof run === 'object' && run !== null && 'log' in run && Array.isArray(run.log)
    ? run.log.map(({ step, loss }) => [step, loss])
    : [];
}

test('a run whose device is lost twice continues automatically, reports it, and has the losses of an uninterrupted run', async () => {
  const unbroken = await trained({});
  expect(unbroken.run).toMatchObject({ state: 'done', log: { length: STEPS } });
  const broken = await trained({ loseAt: [3, 7] });
  expect(broken.run).toMatchObject({ state: 'done' });
  expect(broken.waits).toEqual([500, 500]);
  expect(broken.notices.map(({ code, values }) => [code, values['step']])).toEqual([
    ['device_rebuilt', 3],
    ['device_rebuilt', 7],
  ]);
  expect(losses(broken)).toEqual(losses(unbroken));
}, 180_000);

test('a device that answers after a sleep continues to train, and one that hangs is replaced', async () => {
  const unbroken = await trained({});
  const woken = await trained({ sleepAt: 4 });
  expect(woken.notices.map(({ code, values }) => [code, values['minutes']])).toEqual([['stood_still_gpu_kept', 12]]);
  expect(woken.patience).toHaveLength(1);
  expect(woken.patience[0]).toBeGreaterThanOrEqual(30_000);
  expect(losses(woken)).toEqual(losses(unbroken));
  const hung = await trained({ sleepAt: 5, wakes: false });
  expect(hung.run).toMatchObject({ state: 'done' });
  expect(hung.notices.map(({ code }) => code)).toEqual(['stood_still_gpu_lost', 'device_rebuilt']);
  expect(hung.notices[1]?.values['step']).toBe(5);
  expect(losses(hung)).toEqual(losses(unbroken));
}, 180_000);

test('a run fails with the reason when one device after another is lost', async () => {
  const { run, waits } = await trained({ loseAll: true });
  expect(run).toMatchObject({ failure: { code: 'device-lost', reason: 'device_lost' } });
  expect(waits).toEqual([500, 1000, 2000, 4000, 8000]);
});
