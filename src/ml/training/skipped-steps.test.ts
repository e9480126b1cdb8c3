import { beforeAll, describe, expect, it } from 'vitest';
import { planTraining } from '../../core/batches';
import type { TokenizedExample } from '../../core/tokenizer';
import type { SkippedStep } from '../../core/training';
import { openDevice } from '../device';
import { createModel } from '../model/create-model';
import { tf } from '../tensorflow';
import { plainSettings } from '../testing/golden';
import { poisoned } from '../testing/poisoned';
import { tinyConfig, tinyRows } from '../testing/tiny';
import { wasmPath } from '../testing/wasm-path';
import { train } from './train';
import type { CheckpointDue, TrainerEvent, TrainState } from './train-events';

const settings = { ...plainSettings, per_device_train_batch_size: 1, gradient_accumulation_steps: 2, weight_decay: 0.01, save_steps: 1 };

interface Course {
  readonly told: readonly string[];
  /** After each step, from the first on. */
  readonly states: readonly TrainState[];
  readonly end: CheckpointDue | undefined;
  readonly events: readonly TrainerEvent[];
}

async function courseOf(rows: readonly TokenizedExample[], startState?: TrainState, skipped: readonly SkippedStep[] = []): Promise<Course> {
  const model = await createModel(tinyConfig, { seed: 1 });
  const events: TrainerEvent[] = [];
  const states: TrainState[] = [];
  const options = {
    model,
    examples: rows,
    evalExamples: [],
    settings,
    plan: planTraining(rows, settings),
    skipped,
    ...(startState ? { startState } : {}),
  };
  try {
    for await (const event of train(options)) {
      events.push(event);
      if (event.kind === 'checkpoint-due' && states.at(-1)?.step !== event.step) states.push(await event.exportState());
    }
  } finally {
    model.dispose();
  }
  const told = events.flatMap((event) => (event.kind === 'step' || event.kind === 'skipped' ? event.kind : []));
  return { told, states, end: events.findLast((event) => event.kind === 'checkpoint-due'), events };
}

describe.each(['wasm', 'cpu'] as const)('on %s', (backend) => {
  beforeAll(async () => {
    await openDevice(backend, { wasmPath });
  });

  it('a step that is not finite changes no bit of parameters and moments, names its rows, and training goes on', async () => {
    const { told, states, events, end } = await courseOf(poisoned(tinyRows(8), [3]));
    expect(told).toEqual(['step', 'skipped', 'step', 'step']);
    expect(states[1]?.tensors).toEqual(states[0]?.tensors);
    expect(states[2]?.tensors).not.toEqual(states[1]?.tensors);
    expect(events.find((event) => event.kind === 'skipped')).toEqual({
      kind: 'skipped',
      skip: { step: 2, epoch: 0.5, what: 'loss', recordIds: ['row-2', 'row-3'] },
    });
    expect(end).toMatchObject({ reason: 'finished', step: 4 });
  });

  it('three in a row end it with their rows and the state before them; two do not', async () => {
    const two = await courseOf(poisoned(tinyRows(12), [2, 4]));
    expect(two.told).toEqual(['step', 'skipped', 'skipped', 'step', 'step', 'step']);
    const three = await courseOf(poisoned(tinyRows(12), [2, 4, 6]));
    expect(three.told).toEqual(['step', 'skipped', 'skipped', 'skipped']);
    expect(three.end).toMatchObject({ reason: 'not-finite', step: 4 });
    expect(three.end?.skipped?.map((skip) => skip.recordIds.join(' '))).toEqual(['row-2 row-3', 'row-4 row-5', 'row-6 row-7']);
    expect(three.states.at(-1)?.tensors).toEqual(three.states[0]?.tensors);
  });

  it('counts on over a resume; after a pause for three it counts anew', async () => {
    const rows = poisoned(tinyRows(18), [2, 4, 6, 8, 10, 12]);
    const first = await courseOf(rows);
    const skipped = first.end?.skipped ?? [];
    expect(skipped.map(({ step }) => step)).toEqual([2, 3, 4]);
    const resumed = await courseOf(rows, first.states[2], skipped.slice(0, 2));
    expect(resumed.told).toEqual(['skipped']);
    expect(resumed.end).toMatchObject({ reason: 'not-finite', step: 4, skipped });
    const afterPause = await courseOf(rows, first.states[3], skipped);
    expect(afterPause.end?.skipped?.map(({ step }) => step)).toEqual([5, 6, 7]);
    // Step 2 was skipped too, but step 3 was not.
    const broken = await courseOf(rows, first.states[2], skipped.slice(0, 1));
    expect(broken.told).toEqual(['skipped', 'skipped', 'skipped']);
  });

  it('goes on from a checkpoint after a skipped step with the bits of the unbroken run', async () => {
    const rows = poisoned(tinyRows(8), [3]);
    const whole = await courseOf(rows);
    const rest = await courseOf(rows, whole.states[1]);
    expect(rest.states.at(-1)).toEqual(whole.states.at(-1));
  });

  it('leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    await courseOf(poisoned(tinyRows(12), [2, 4, 6]));
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('a gradient that overflows', () => {
  it('is told apart from a loss that does', async () => {
    const rows = tinyRows(2).map((row) => ({ ...row, weights: row.weights.map((weight) => weight && 1e-30) }));
    const model = await createModel(tinyConfig, { seed: 1 });
    // Vast in the middle, small again by the final norm: the loss stays a number, what flows back does not.
    model.replace('model.norm.weight', tf.fill([tinyConfig.hiddenSize], 1e25));
    const events: TrainerEvent[] = [];
    for await (const event of train({ model, examples: rows, evalExamples: [], settings, plan: planTraining(rows, settings) }))
      events.push(event);
    model.dispose();
    expect(events[0]).toMatchObject({ kind: 'skipped', skip: { what: 'gradient' } });
  });
});
