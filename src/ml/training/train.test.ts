import { beforeAll, describe, expect, it } from 'vitest';
import { planTraining } from '../../core/batches';
import { AppError } from '../../core/failure';
import type { TokenizedExample } from '../../core/tokenizer';
import { openDevice } from '../device';
import { createModel } from '../model/create-model';
import { tf } from '../tensorflow';
import { plainSettings } from '../testing/golden';
import { runSteps } from '../testing/run-steps';
import { bitsOf, tinyConfig, tinyRows } from '../testing/tiny';
import { wasmPath } from '../testing/wasm-path';
import { evaluateLoss } from './evaluate-loss';
import { trainablesOf } from './state';
import { train } from './train';
import type { TrainerEvent, TrainOptions } from './train-events';

const settings = {
  ...plainSettings,
  train_sampling_strategy: 'random' as const,
  gradient_accumulation_steps: 2,
  max_steps: 20,
  weight_decay: 0.01,
};
const rows = tinyRows(11);

/** All events of a run over a fresh model, which is disposed. */
async function eventsOf(changes: Partial<TrainOptions>, onEvent: (event: TrainerEvent) => void = () => {}): Promise<TrainerEvent[]> {
  const options = { examples: rows, evalExamples: [], settings, ...changes };
  const model = await createModel(tinyConfig, { seed: 1 });
  const events: TrainerEvent[] = [];
  try {
    for await (const event of train({ model, plan: planTraining(options.examples, options.settings), ...options })) {
      events.push(event);
      onEvent(event);
    }
  } finally {
    model.dispose();
  }
  return events;
}

function stepOf(event: TrainerEvent): number {
  if (event.kind === 'skipped') return event.skip.step;
  return event.kind === 'checkpoint-due' ? event.step : event.report.step;
}

async function failureOf(changes: Partial<TrainOptions>) {
  try {
    await eventsOf(changes);
  } catch (error) {
    if (error instanceof AppError) return error.failure;
    throw error;
  }
  throw new Error('did not fail');
}

describe.each(['wasm', 'cpu'] as const)('training on %s', (backend) => {
  beforeAll(async () => {
    await openDevice(backend, { wasmPath });
  });

  it('learns', async () => {
    const { reports } = await runSteps(tinyConfig, { seed: 1 }, rows, { ...settings, max_steps: 60, learning_rate: 0.02 });
    expect(reports.at(0)?.loss).toBeGreaterThan(3);
    expect(reports.at(-1)?.loss).toBeLessThan(1.5);
  });

  it('gives the same bits in two runs', async () => {
    const first = await runSteps(tinyConfig, { seed: 1 }, rows, settings);
    const second = await runSteps(tinyConfig, { seed: 1 }, rows, settings);
    expect(bitsOf(first.reports)).toEqual(bitsOf(second.reports));
    expect(first.state).toEqual(second.state);
  });

  it('goes on from any checkpoint with the bits of the unbroken run', async () => {
    const whole = await runSteps(tinyConfig, { seed: 1 }, rows, { ...settings, save_steps: 7 });
    expect(whole.checkpoints.map(({ step }) => step)).toEqual([7, 14]);
    for (const checkpoint of whole.checkpoints) {
      // Another seed: all of the state must come from the checkpoint.
      const rest = await runSteps(tinyConfig, { seed: 9 }, rows, { ...settings, save_steps: 7 }, { startState: checkpoint });
      expect(bitsOf(rest.reports)).toEqual(bitsOf(whole.reports.slice(checkpoint.step)));
      expect(rest.state).toEqual(whole.state);
    }
  });

  it('leaves tensors and bytes flat over 50 steps, and nothing at the end', async () => {
    const before = tf.memory();
    const sizes: string[] = [];
    await eventsOf({ settings: { ...settings, max_steps: 50 }, evalExamples: tinyRows(3) }, (event) => {
      if (event.kind === 'step') sizes.push(`${tf.memory().numTensors} tensors, ${tf.memory().numBytes} bytes`);
    });
    expect(sizes.length).toBe(50);
    expect(new Set(sizes).size).toBe(1);
    expect(tf.memory()).toMatchObject({ numTensors: before.numTensors, numBytes: before.numBytes });
  });
});

describe('the events of a run', () => {
  it('reports every step, evaluations and checkpoints when they are due', async () => {
    const events = await eventsOf({ settings: { ...settings, max_steps: 5, save_steps: 2, eval_steps: 3 }, evalExamples: tinyRows(4) });
    const told = events.map((event) => (event.kind === 'step' ? event.report.step : `${event.kind} ${stepOf(event)}`));
    expect(told).toEqual([1, 2, 'checkpoint-due 2', 3, 'evaluation 3', 4, 'checkpoint-due 4', 5, 'evaluation 5', 'checkpoint-due 5']);
    expect(events.at(-1)).toMatchObject({ reason: 'finished' });
  });

  it('measures before the first step, by shares of all steps, and at each save when the best is to be kept', async () => {
    const due = { max_steps: 10, save_steps: 0.3, eval_steps: 0.4, eval_on_start: true, load_best_model_at_end: true };
    const events = await eventsOf({ settings: { ...settings, ...due }, evalExamples: tinyRows(4) });
    const told = events.flatMap((event) => (event.kind === 'step' ? [] : `${event.kind} ${stepOf(event)}`));
    const measured = [0, 3, 4, 6, 8, 9, 10].map((step) => `evaluation ${step}`);
    expect(told.filter((each) => each.startsWith('evaluation'))).toEqual(measured);
    expect(told.filter((each) => !each.startsWith('evaluation'))).toEqual([3, 6, 9, 10].map((step) => `checkpoint-due ${step}`));
  });

  it('stops early, and at once where the evaluations before it were enough', async () => {
    // No gain is as large as the threshold: the first evaluation counts as better than none, the two after it do not.
    const stopping = { max_steps: 20, save_steps: 6, eval_steps: 2, early_stopping_patience: 2, early_stopping_threshold: 100 };
    const options = { settings: { ...settings, ...stopping }, evalExamples: tinyRows(4) };
    const events = await eventsOf(options);
    const told = events.flatMap((event) => (event.kind === 'step' ? [] : `${event.kind} ${stepOf(event)}`));
    expect(told).toEqual(['evaluation 2', 'evaluation 4', 'evaluation 6', 'checkpoint-due 6']);
    expect(events.at(-1)).toMatchObject({ reason: 'finished', step: 6 });
    const evaluations = events.flatMap((event) => (event.kind === 'evaluation' ? event.report : []));
    const { state: startState } = await runSteps(tinyConfig, { seed: 1 }, rows, { ...settings, max_steps: 6 });
    const resumed = await eventsOf({ ...options, startState, evalPoints: evaluations });
    expect(resumed.map((event) => event.kind)).toEqual(['checkpoint-due']);
    // With one evaluation in vain before it, the next one is the second.
    const later = await eventsOf({ ...options, startState, evalPoints: evaluations.slice(0, 2) });
    expect(later.flatMap((event) => (event.kind === 'evaluation' ? event.report.step : []))).toEqual([8]);
  });

  it('ends after the current step when the signal aborts, with a checkpoint', async () => {
    const controller = new AbortController();
    const events = await eventsOf({ signal: controller.signal }, (event) => {
      if (event.kind === 'step' && event.report.step === 3) controller.abort();
    });
    expect(events.map(({ kind }) => kind)).toEqual(['step', 'step', 'step', 'checkpoint-due']);
    expect(events.at(-1)).toMatchObject({ step: 3, reason: 'aborted' });
  });

  it('counts tokens without padding', async () => {
    const [event] = await eventsOf({ settings: { ...settings, train_sampling_strategy: 'sequential', max_steps: 1 } });
    const first = rows.slice(0, 4);
    expect(event).toMatchObject({
      report: {
        tokens: first.reduce((sum, row) => sum + row.inputIds.length, 0),
        trainedTokens: first.reduce((sum, row) => sum + row.inputIds.length - 3, 0),
        epoch: 4 / 11,
      },
    });
  });

  it('averages over the trained tokens of all accumulated batches', async () => {
    const one = await runSteps(tinyConfig, { seed: 1 }, rows, {
      ...settings,
      per_device_train_batch_size: 4,
      gradient_accumulation_steps: 1,
    });
    const many = await runSteps(tinyConfig, { seed: 1 }, rows, {
      ...settings,
      per_device_train_batch_size: 1,
      gradient_accumulation_steps: 4,
    });
    one.reports.forEach((report, index) => {
      expect(many.reports[index]?.loss).toBeCloseTo(report.loss, 4);
    });
  });

  it('evaluates the mean over trained tokens, whatever the batches', async () => {
    const model = await createModel(tinyConfig, { seed: 1 });
    const losses = [];
    for (const batchSize of [1, 3, 11]) losses.push(await evaluateLoss(model, rows, { batchSize, maxLength: 64 }));
    model.dispose();
    expect(losses[1]).toBeCloseTo(losses[0] ?? Number.NaN, 5);
    expect(losses[2]).toBeCloseTo(losses[0] ?? Number.NaN, 5);
  });
});

describe('failures', () => {
  it('names a row with a token the model does not have', async () => {
    const strange: TokenizedExample = { id: 'strange', inputIds: Int32Array.of(1, 2, 50), weights: Float32Array.of(0, 1, 1) };
    expect(await failureOf({ examples: [...rows, strange] })).toMatchObject({
      message: expect.stringContaining('Token 50'),
      place: { record: 'strange' },
    });
  });

  it('will not train on nothing', async () => {
    expect(await failureOf({ examples: [] })).toMatchObject({ code: 'blocked' });
  });

  it.each([
    ['a missing tensor', (name: string) => name !== 'model.norm.weight', 'Tensor model.norm.weight is missing'],
    ['a missing moment', (name: string) => name !== 'exp_avg/model.norm.weight', 'Tensor model.norm.weight is missing'],
  ])('refuses a checkpoint with %s', async (_, keep, message) => {
    const { state } = await runSteps(tinyConfig, { seed: 1 }, rows, { ...settings, max_steps: 1 });
    const startState = { ...state, tensors: state.tensors.filter(({ name }) => keep(name)) };
    expect((await failureOf({ startState })).message).toContain(message);
  });

  it('refuses weights of another shape by name', async () => {
    const { state } = await runSteps(tinyConfig, { seed: 1 }, rows, { ...settings, max_steps: 1 });
    const tensors = trainablesOf(state).map((tensor) => (tensor.name === 'model.norm.weight' ? { ...tensor, shape: [8, 2] } : tensor));
    await expect(createModel(tinyConfig, { tensors })).rejects.toThrow(
      'Tensor model.norm.weight has shape [8, 2], the config asks for [16].',
    );
  });
});
