import { AppError } from '../../core/failure';
import { type NamedTensor, nameInFiles, sizeOf } from '../../core/weights';
import { readBack } from '../device';
import { checkTensors } from '../model/check-tensors';
import type { LanguageModel } from '../model/language-model';
import type { AdamW, Moments } from '../optimizer/adamw';
import { tf } from '../tensorflow';
import type { StateTensor, TrainState } from './train-events';

const MEAN = 'exp_avg/';
const SQUARE = 'exp_avg_sq/';

/** Trainables and moments, none of them read yet, row shards as one; valid until the next step. */
export function stateTensors(model: LanguageModel, optimizer: AdamW): StateTensor[] {
  const wholes = wholesOf(model);
  const trainables = wholes.map(({ name, shape, shards }) => stateTensor(name, shape, tensorsOf(shards, model.trainables)));
  const moments = wholes.flatMap(({ name, shape, shards }) => {
    const both = tensorsOf(shards, optimizer.moments);
    return [
      stateTensor(
        `${MEAN}${name}`,
        shape,
        both.map(({ mean }) => mean),
      ),
      stateTensor(
        `${SQUARE}${name}`,
        shape,
        both.map(({ square }) => square),
      ),
    ];
  });
  return [...trainables, ...moments];
}

/** All of a state in memory. */
export async function exportState(step: number, tensors: readonly StateTensor[]): Promise<TrainState> {
  return { step, tensors: await Promise.all(tensors.map(wholeTensor)) };
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
  const wholes = wholesOf(model);
  const found = checkTensors(shapesOf(wholes), tensors);
  for (const { name, shards } of wholes) for (const shard of shards) model.replace(shard.name, upload(found.get(name), shard));
}

/**
 * Puts a state's trainables into the model and returns its moments, which the caller owns.
 * @throws AppError `bad-input` that names a tensor which is missing or of a wrong shape
 */
export function restore(model: LanguageModel, state: TrainState): Map<string, Moments> {
  const wholes = wholesOf(model);
  const means = checkTensors(shapesOf(wholes), momentsOf(state, MEAN));
  const squares = checkTensors(shapesOf(wholes), momentsOf(state, SQUARE));
  if (!Number.isInteger(state.step) || state.step < 0) {
    throw new AppError({ code: 'bad-input', message: `A checkpoint of step ${state.step} cannot be.` });
  }
  replaceTrainables(model, trainablesOf(state));
  const momentsOfShard = (name: string, shard: Shard): [string, Moments] => [
    shard.name,
    { mean: tf.keep(upload(means.get(name), shard)), square: tf.keep(upload(squares.get(name), shard)) },
  ];
  return new Map(wholes.flatMap(({ name, shards }) => shards.map((shard) => momentsOfShard(name, shard))));
}

function momentsOf(state: TrainState, prefix: string): NamedTensor[] {
  return state.tensors.flatMap((tensor) => (tensor.name.startsWith(prefix) ? { ...tensor, name: tensor.name.slice(prefix.length) } : []));
}

/** A trainable as files know it. */
interface Whole {
  readonly name: string;
  readonly shape: readonly number[];
  /** What it is on the device: values from `offset` on. */
  readonly shards: readonly Shard[];
}

interface Shard {
  readonly name: string;
  readonly shape: readonly number[];
  readonly offset: number;
}

function wholesOf({ trainables }: LanguageModel): Whole[] {
  const wholes = new Map<string, Whole>();
  for (const [shardName, { shape }] of trainables) {
    const name = nameInFiles(shardName);
    const { shape: before = [0], shards = [] } = wholes.get(name) ?? {};
    const offset = shards.reduce((total, shard) => total + sizeOf(shard.shape), 0);
    const [rows = 0, ...columns] = shape;
    wholes.set(name, { name, shape: [(before[0] ?? 0) + rows, ...columns], shards: [...shards, { name: shardName, shape, offset }] });
  }
  return [...wholes.values()];
}

function shapesOf(wholes: readonly Whole[]): Map<string, readonly number[]> {
  return new Map(wholes.map(({ name, shape }) => [name, shape]));
}

function tensorsOf<Value>(shards: readonly Shard[], all: ReadonlyMap<string, Value>): Value[] {
  return shards.flatMap(({ name }) => all.get(name) ?? []);
}

function upload(tensor: NamedTensor | undefined, { name, shape, offset }: Shard): tf.Tensor {
  if (!tensor) throw new Error(`the state lost ${name}`);
  return tf.tensor(tensor.data.subarray(offset, offset + sizeOf(shape)), [...shape], 'float32');
}

function stateTensor(name: string, shape: readonly number[], shards: readonly tf.Tensor[]): StateTensor {
  return {
    name,
    shape,
    async *read() {
      for (const shard of shards) yield Float32Array.from(await readBack(shard.data<'float32'>()));
    },
  };
}

async function wholeTensor({ name, shape, read }: StateTensor): Promise<NamedTensor> {
  const data = new Float32Array(sizeOf(shape));
  let offset = 0;
  for await (const part of read()) {
    data.set(part, offset);
    offset += part.length;
  }
  return { name, shape, data };
}
