// One shape on one backend: how many tokens a second train, what a layer costs in kernels, how many bytes are held.

import { type Batch, makeBatch, makeCompactBatch } from '../../core/batches';
import type { Backend, DeviceInfo } from '../../core/training';
import { parameterCount } from '../../core/weights';
import { allocations, resetPeak } from '../allocations';
import { assertDeviceAlive, type DeviceAssets, openDevice } from '../device';
import { createModel } from '../model/create-model';
import type { LanguageModel } from '../model/language-model';
import { AdamW } from '../optimizer/adamw';
import { countKernels } from './count-kernels';
import { BENCH_SHAPES, type BenchShape, benchRows } from './shapes';

export interface Measurement {
  readonly shape: string;
  readonly device: DeviceInfo;
  readonly parameters: number;
  /** Trained tokens, and all inputs that are computed, padding among them, per second. */
  readonly trainedPerSecond: number;
  readonly inputsPerSecond: number;
  readonly secondsPerStep: number;
  /** Most bytes held in the measured steps. */
  readonly peakBytes: number;
  /** Kernels of one layer among others in one step: forward and backward, and the optimizer. */
  readonly layerKernels: { readonly gradients: number; readonly optimizer: number };
}

/** The first steps compile kernels and fill caches. */
const WARM_UP_STEPS = 2;
const LEARNING_RATE = 1e-4;
const OPTIMIZER = { weight_decay: 0.01, adam_beta1: 0.9, adam_beta2: 0.999, adam_epsilon: 1e-8, max_grad_norm: 1 };

/**
 * @param name of {@link BENCH_SHAPES}
 * @param steps to measure; 0 counts the kernels only, and the speeds and bytes are 0
 */
export async function measure(name: string, backend: Backend, assets: DeviceAssets, steps: number): Promise<Measurement> {
  const shape = BENCH_SHAPES.find((other) => other.name === name);
  if (!shape) throw new Error(`No shape is called ${name}.`);
  const device = await openDevice(backend, assets);
  const { seconds, peakBytes } = steps > 0 ? await timeSteps(shape, steps) : { seconds: 1, peakBytes: 0 };
  const batch = batchOf(shape);
  // The first layer and the last one are short of some.
  const [two, three] = [await kernelsOf(shape, 2), await kernelsOf(shape, 3)];
  return {
    shape: shape.name,
    device,
    parameters: parameterCount(shape.config),
    trainedPerSecond: (batch.trainedTokens * steps) / seconds,
    inputsPerSecond: (batch.ids.length * steps) / seconds,
    secondsPerStep: steps > 0 ? seconds / steps : 0,
    peakBytes,
    layerKernels: { gradients: three.gradients - two.gradients, optimizer: three.optimizer - two.optimizer },
  };
}

/** Each step reads its loss back, as a run that reports each step does. */
async function timeSteps(shape: BenchShape, steps: number): Promise<{ seconds: number; peakBytes: number }> {
  const model = await modelOf(shape, shape.config.layers);
  const optimizer = new AdamW(model, OPTIMIZER);
  let started = 0;
  for (let step = 0; step < WARM_UP_STEPS + steps; step++) {
    if (step === WARM_UP_STEPS) {
      resetPeak();
      started = performance.now();
    }
    const { loss, gradients } = gradientsOf(model, batchOf(shape));
    optimizer.step(gradients, loss, step + 1, LEARNING_RATE).dispose();
    const [value = Number.NaN] = await loss.data();
    loss.dispose();
    assertDeviceAlive();
    if (!Number.isFinite(value)) throw new Error(`the loss of step ${step + 1} is ${value}`);
  }
  const seconds = (performance.now() - started) / 1000;
  const peakBytes = allocations()?.peak ?? Number.NaN;
  optimizer.dispose();
  model.dispose();
  return { seconds, peakBytes };
}

/** Kernels of one step of the shape with so many layers. Where rows are padded their number depends on neither length nor size. */
async function kernelsOf(shape: BenchShape, layers: number): Promise<{ gradients: number; optimizer: number }> {
  const model = await modelOf(shape, layers);
  const optimizer = new AdamW(model, OPTIMIZER);
  const batch = batchOf(shape);
  const short = batch.blocks ? batch : makeBatch(benchRows(shape.config.vocabularySize, { lengths: [8], untrained: 0.5 }));
  const backward = await countKernels(() => gradientsOf(model, short));
  const update = await countKernels(() => optimizer.step(backward.result.gradients, backward.result.loss, 1, LEARNING_RATE));
  backward.result.loss.dispose();
  update.result.dispose();
  optimizer.dispose();
  model.dispose();
  return { gradients: backward.kernels, optimizer: update.kernels };
}

function modelOf({ config, lora }: BenchShape, layers: number): Promise<LanguageModel> {
  return createModel({ ...config, layers }, { seed: 1 }, lora ? { lora: { settings: lora, seed: 1 } } : {});
}

function batchOf({ config, rows, padded }: BenchShape): Batch {
  return (padded ? makeBatch : makeCompactBatch)(benchRows(config.vocabularySize, rows));
}

function gradientsOf(model: LanguageModel, batch: Batch) {
  return model.lossAndGradients(batch, batch.totalWeight);
}
