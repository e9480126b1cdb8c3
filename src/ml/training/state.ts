import { AppError } from '../../core/failure';
import { type NamedTensor, nameInFiles, sizeOf, type TensorRows } from '../../core/weights';
import { readBack } from '../device';
import type { LanguageModel } from '../model/language-model';
import { uploadRows } from '../model/upload-rows';
import { flatPart } from '../ops/flat-part';
import type { AdamW, Moments, Part } from '../optimizer/adamw';
import { tf } from '../tensorflow';
import { checkTensors } from '../tensors/check-tensors';
import type { StartState, StateTensor, TrainState } from './train-events';

const MEAN = 'exp_avg/';
const SQUARE = 'exp_avg_sq/';
const FLOAT_BYTES = 4;
/** Most bytes of a tensor in the tab's memory while a state is read from the device, where a row is not more. */
const PIECE_BYTES = 64e6;

/** Trainables and moments, none of them read yet, row shards as one; valid until the next step. */
export function stateTensors(model: LanguageModel, optimizer: AdamW, pieceBytes = PIECE_BYTES): StateTensor[] {
  const wholes = wholesOf(model);
  const stateTensor = (name: string, { shape, shards }: Whole, partOf: (shard: string) => Part): StateTensor => ({
    name,
    shape,
    async *read() {
      const width = sizeOf(shape.slice(1));
      for (const shard of shards) yield* piecesOf(partOf(shard.name), shard, width, pieceBytes);
    },
  });
  const trainables = wholes.map((whole) => stateTensor(whole.name, whole, (name) => ({ tensor: named(model.trainables, name), from: 0 })));
  const moments = wholes.flatMap((whole) => [
    stateTensor(`${MEAN}${whole.name}`, whole, (name) => optimizer.momentsOf(name).mean),
    stateTensor(`${SQUARE}${whole.name}`, whole, (name) => optimizer.momentsOf(name).square),
  ]);
  return [...trainables, ...moments];
}

/** All of a state in memory. */
export async function exportState(step: number, tensors: readonly StateTensor[]): Promise<TrainState> {
  return { step, tensors: await Promise.all(tensors.map(wholeTensor)) };
}

/** What was trained, without the optimizer's moments. */
export function trainablesOf<Tensor extends Named>({ tensors }: { readonly tensors: readonly Tensor[] }): Tensor[] {
  return tensors.filter(({ name }) => !name.startsWith(MEAN) && !name.startsWith(SQUARE));
}

/**
 * Puts these tensors in place of all the model's trainables, one after the other.
 * @throws AppError `bad-input` that names a tensor which is missing or of a wrong shape; the model is as it was then
 */
export async function replaceTrainables(model: LanguageModel, tensors: readonly (NamedTensor | TensorRows)[]): Promise<void> {
  const wholes = wholesOf(model);
  const found = checkTensors(shapesOf(wholes), tensors);
  for (const { name, shards } of wholes) {
    for (const { name: shard, from, to } of shards) model.replace(shard, await uploadRows(named(found, name), from, to));
  }
}

/**
 * Puts a state's trainables into the model and returns its moments, which the caller owns. One tensor at a time is read.
 * @throws AppError `bad-input` that names a tensor which is missing or of a wrong shape
 */
export async function restore(model: LanguageModel, state: StartState): Promise<Map<string, Moments>> {
  const wholes = wholesOf(model);
  const means = checkTensors(shapesOf(wholes), momentsOf(state, MEAN));
  const squares = checkTensors(shapesOf(wholes), momentsOf(state, SQUARE));
  if (!Number.isInteger(state.step) || state.step < 0) {
    throw new AppError({ code: 'bad-input', message: `A checkpoint of step ${state.step} cannot be.` });
  }
  await replaceTrainables(model, trainablesOf(state));
  const moments = new Map<string, Moments>();
  const uploaded: tf.Tensor[] = [];
  const upload = async (tensor: NamedTensor | TensorRows, { from, to }: Shard) => {
    const values = await uploadRows(tensor, from, to);
    uploaded.push(values);
    return values;
  };
  try {
    for (const { name, shards } of wholes) {
      for (const shard of shards) {
        const mean = await upload(named(means, name), shard);
        moments.set(shard.name, { mean, square: await upload(named(squares, name), shard) });
      }
    }
  } catch (error) {
    tf.dispose(uploaded);
    throw error;
  }
  return moments;
}

function momentsOf({ tensors }: StartState, prefix: string): (NamedTensor | TensorRows)[] {
  return tensors.flatMap((tensor) => (tensor.name.startsWith(prefix) ? { ...tensor, name: tensor.name.slice(prefix.length) } : []));
}

type Named = Pick<NamedTensor, 'name'>;

/** A trainable as files know it. */
interface Whole {
  readonly name: string;
  readonly shape: readonly number[];
  /** What it is on the device. */
  readonly shards: readonly Shard[];
}

interface Shard {
  readonly name: string;
  /** First row of the whole, and the first one after it. */
  readonly from: number;
  readonly to: number;
}

function wholesOf({ trainables }: LanguageModel): Whole[] {
  const wholes = new Map<string, Whole>();
  for (const [shardName, { shape }] of trainables) {
    const name = nameInFiles(shardName);
    const { shape: before = [0], shards = [] } = wholes.get(name) ?? {};
    const [from = 0] = before;
    const [rows = 0, ...columns] = shape;
    wholes.set(name, { name, shape: [from + rows, ...columns], shards: [...shards, { name: shardName, from, to: from + rows }] });
  }
  return [...wholes.values()];
}

function shapesOf(wholes: readonly Whole[]): Map<string, readonly number[]> {
  return new Map(wholes.map(({ name, shape }) => [name, shape]));
}

function named<Tensor>(tensors: ReadonlyMap<string, Tensor>, name: string): Tensor {
  const tensor = tensors.get(name);
  if (!tensor) throw new Error(`the state lost ${name}`);
  return tensor;
}

/** The values of a shard in order, some rows at a time. @param width floats of a row */
async function* piecesOf({ tensor, from: start }: Part, shard: Shard, width: number, pieceBytes: number): AsyncGenerator<Float32Array> {
  const pieceRows = Math.max(1, Math.floor(pieceBytes / FLOAT_BYTES / width));
  for (let row = shard.from; row < shard.to; row += pieceRows) {
    const floats = width * Math.min(pieceRows, shard.to - row);
    const first = start + width * (row - shard.from);
    // A tensor of its own even where it is the whole: WebGPU keeps what was read until the tensor is disposed.
    const piece = tf.tidy(() => flatPart(tf.reshape(tensor, [tensor.size]), first, floats));
    try {
      yield await readBack(piece.data<'float32'>());
    } finally {
      piece.dispose();
    }
  }
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
