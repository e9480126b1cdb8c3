// The GPU is taken away in the middle of a training, in a real browser: the run goes on by itself on a new device, and
// its losses are those of a run that nothing happened to.

import { expect, test } from 'vitest';
import { planTraining } from '../../core/batches';
import { AppError } from '../../core/failure';
import { defaultRecipe } from '../../core/recipe';
import type { Run } from '../../core/training';
import { openDevice } from '../../ml';
import { plainSettings } from '../../ml/testing/golden';
import { tinyRows } from '../../ml/testing/tiny';
import { memoryFiles } from '../../storage/memory-files';
import type { TrainEvent } from '../protocol';
import { connect, type Handlers, serve } from '../rpc';
import type { CheckpointManifest, RunCalls } from '../run-protocol';
import { trainHandlers } from './handlers';

const STEPS = 8;
const rows = tinyRows(6);
const train = {
  ...plainSettings,
  device: 'webgpu' as const,
  max_steps: STEPS,
  save_steps: 2,
  logging_steps: 1,
  per_device_train_batch_size: 2,
};
const configText = JSON.stringify({
  model_type: 'qwen3',
  architectures: ['Qwen3ForCausalLM'],
  vocab_size: 50,
  hidden_size: 16,
  intermediate_size: 24,
  num_hidden_layers: 1,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  head_dim: 6,
  rms_norm_eps: 1e-6,
  rope_theta: 1e4,
  max_position_embeddings: 128,
  tie_word_embeddings: true,
  initializer_range: 0.1,
});

const notAsked = async () => {
  throw new AppError({ code: 'bug', message: 'Training does not ask this.' });
};

/** A data worker that knows one run and keeps it in memory. */
function oneRun(): Handlers<RunCalls> {
  let run: Run = {
    id: 'run',
    projectId: 'project',
    name: 'run',
    createdAt: 0,
    recipe: { ...defaultRecipe(), train },
    modelId: 'tiny',
    state: 'paused',
    plan: planTraining(rows, train),
    device: null,
    step: 0,
    checkpoints: [],
    log: [],
    evaluations: [],
    seconds: 0,
  };
  let checkpoints: readonly CheckpointManifest[] = [];
  const model = { modelId: 'tiny', configText, weights: [], sha256: [], initialSeed: 3 };
  return {
    openRun: async () => ({ run, train: rows, eval: [], model, checkpoints }),
    openModel: async () => ({ run, model, checkpoints }),
    rewind: async ({ step }) => {
      run = { ...run, log: run.log.filter((report) => report.step <= step) };
      return null;
    },
    logSteps: async ({ reports }) => {
      run = { ...run, log: [...run.log, ...reports] };
      return null;
    },
    commitCheckpoint: async ({ manifest }) => {
      checkpoints = [manifest, ...checkpoints];
      return { deleteFiles: [] };
    },
    freeCheckpoints: notAsked,
    setRunState: async ({ state }) => {
      run = { ...run, state };
      return run;
    },
    evalPrompts: notAsked,
    scoreAnswers: notAsked,
    samplePrompts: notAsked,
    scoreSamples: notAsked,
    encodePrompt: notAsked,
    decode: notAsked,
  };
}

/** @param loseAt the steps at whose report the device is taken away, once each; `always` takes away every device. */
async function trained(loseAt: readonly number[], always = false) {
  const { port1, port2 } = new MessageChannel();
  serve<RunCalls>(port1, oneRun());
  const data = connect<RunCalls>(port2);
  port1.start();
  port2.start();
  const devices: GPUDevice[] = [];
  const waits: number[] = [];
  const handlers = trainHandlers({
    data,
    files: memoryFiles(),
    openDevice: (choice) =>
      openDevice(choice, {
        wasmPath: '/wasm/',
        allowSoftware: true,
        onDevice(made) {
          devices.push(made);
          if (always) made.destroy();
        },
      }),
    sleep: async (milliseconds) => {
      waits.push(milliseconds);
    },
    wallClock: () => Date.now(),
    now: () => performance.now(),
  });
  const left = [...loseAt];
  const events: TrainEvent[] = [];
  const emit = (event: TrainEvent) => {
    events.push(event);
    if (event.kind !== 'step' || event.report.step !== left[0]) return;
    left.shift();
    devices.at(-1)?.destroy();
  };
  const run = await handlers.train({ runId: 'run' }, emit, new AbortController().signal).catch((error: unknown) => error);
  // The next run begins on a device of its own, whose `onDevice` is the next run's.
  devices.at(-1)?.destroy();
  await devices.at(-1)?.lost;
  return { run, events, waits };
}

test('a run whose device is lost twice goes on by itself, says so, and has the losses of an unbroken run', async () => {
  const unbroken = await trained([]);
  expect(unbroken.run).toMatchObject({ state: 'done', log: { length: STEPS } });
  const broken = await trained([3, 7]);
  expect(broken.run).toMatchObject({ state: 'done' });
  expect(broken.waits).toEqual([500, 500]);
  const notices = broken.events.flatMap((event) => (event.kind === 'notice' ? event.notice : []));
  expect(notices.map(({ code, values }) => [code, values['step']])).toEqual([
    ['device_rebuilt', 3],
    ['device_rebuilt', 7],
  ]);
  const losses = ({ run }: typeof broken) =>
    typeof run === 'object' && run !== null && 'log' in run && Array.isArray(run.log) ? run.log.map(({ step, loss }) => [step, loss]) : [];
  expect(losses(broken)).toEqual(losses(unbroken));
}, 180_000);

test('devices that are lost again and again end it with the reason', async () => {
  const { run, waits } = await trained([], true);
  expect(run).toMatchObject({ failure: { code: 'device-lost', reason: 'device_lost' } });
  expect(waits).toEqual([500, 1000, 2000, 4000, 8000]);
});
