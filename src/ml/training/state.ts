import { AppError } from '../../core/failure';
import type { NamedTensor } from '../../core/weights';
import { readBack } from '../device';
import { checkTensors } from '../model/check-tensors';
import type { LanguageModel } from '../model/language-model';
import type { AdamW, Moments } from '../optimizer/adamw';
import { tf } from '../tensorflow';
import type { StateTensor, TrainState } from './train-events';

const MEAN = 'exp_avg/';
const SQUARE = 'exp_avg_sq/';

/** Trainables and moments, none of them read yet; valid until the next step. */
export function stateTensors(model: LanguageModel, optimizer: AdamW): StateTensor[] {
  const trainables = [...model.trainables].map(([name, tensor]) => stateTensor(name, tensor));
  const moments = [...optimizer.moments].flatMap(([name, { mean, square }]) => [
    stateTensor(`${MEAN}${name}`, mean),
    stateTensor(`${SQUARE}${name}`, square),
  ]);
  return [...trainables, ...moments];
}

/** All of a state in memory. */
export async function exportState(step: number, tensors: readonly StateTensor[]): Promise<TrainState> {
  return { step, tensors: await Promise.all(tensors.map(async ({ name, shape, read }) => ({ name, shape, data: await read() }))) };
}

/** What was trained, without the optimizer's moments. */
export function trainablesOf(state: TrainState): NamedTensor[] {
  return state.tensors.filter(({ name }) => !name.startsWith(MEAN) && !name.startsWith(SQUARE));
}

/**
 * Puts these tensors in place of all the model's trainables.
 * @throws AppError `bad-input` that names a tensor which is missing or of a wrong shape; the model is as it was then
 */
export function replaceTrainables(model: LanguageModel, tensors: readonly NamedTensor[]): void {
  const shapes = new Map([...model.trainables].map(([name, { shape }]) => [name, shape]));
  for (const tensor of checkTensors(shapes, tensors).values()) model.replace(tensor.name, upload(tensor));
}

/**
 * Puts a state's trainables into the model and returns its moments, which the caller owns.
 * @throws AppError `bad-input` that names a tensor which is missing or of a wrong shape
 */
export function restore(model: LanguageModel, state: TrainState): Map<string, Moments> {
  const shapes = new Map([...model.trainables].map(([name, { shape }]) => [name, shape]));
  const means = checkTensors(shapes, momentsOf(state, MEAN));
  const squares = checkTensors(shapes, momentsOf(state, SQUARE));
  if (!Number.isInteger(state.step) || state.step < 0) {
    throw new AppError({ code: 'bad-input', message: `A checkpoint of step ${state.step} cannot be.` });
  }
  replaceTrainables(model, trainablesOf(state));
  return new Map(
    [...means].map(([name, mean]) => [name, { mean: tf.keep(upload(mean)), square: tf.keep(upload(squares.get(name) ?? mean)) }]),
  );
}

function momentsOf(state: TrainState, prefix: string): NamedTensor[] {
  return state.tensors.flatMap((tensor) => (tensor.name.startsWith(prefix) ? { ...tensor, name: tensor.name.slice(prefix.length) } : []));
}

function upload({ data, shape }: NamedTensor): tf.Tensor {
  return tf.tensor(data, [...shape], 'float32');
}

function stateTensor(name: string, tensor: tf.Tensor): StateTensor {
  return {
    name,
    shape: tensor.shape,
    async read() {
      return Float32Array.from(await readBack(tensor.data<'float32'>()));
    },
  };
}
