// Whether tensors that come from a file are exactly those that are asked for.

import { AppError } from '../../core/failure';
import type { NamedTensor } from '../../core/weights';

type Shapes = ReadonlyMap<string, readonly number[]>;
type Names = Pick<ReadonlySet<string>, 'has'>;

/** @throws AppError `bad-input` that names the tensor when it is unknown, was there before, or has another shape */
export function checkTensor(shapes: Shapes, { name, shape }: Pick<NamedTensor, 'name' | 'shape'>, found: Names): void {
  const wanted = shapes.get(name);
  if (!wanted) throw bad(`Tensor ${name} is not part of this model.`);
  if (found.has(name)) throw bad(`Tensor ${name} is there twice.`);
  if (shape.join() !== wanted.join()) {
    throw bad(`Tensor ${name} has shape [${shape.join(', ')}], the config asks for [${wanted.join(', ')}].`);
  }
}

/** @throws AppError `bad-input` that names the first tensor that is missing */
export function checkComplete(shapes: Shapes, found: Names): void {
  for (const name of shapes.keys()) if (!found.has(name)) throw bad(`Tensor ${name} is missing.`);
}

/** The tensors by name in the order of `shapes`, once they are exactly those. @throws as the two checks above */
export function checkTensors<Tensor extends Pick<NamedTensor, 'name' | 'shape'>>(
  shapes: Shapes,
  tensors: Iterable<Tensor>,
): Map<string, Tensor> {
  const found = new Map<string, Tensor>();
  for (const tensor of tensors) {
    checkTensor(shapes, tensor, found);
    found.set(tensor.name, tensor);
  }
  checkComplete(shapes, found);
  return inOrderOf(shapes.keys(), found);
}

/** The same entries in the order of `names`. */
export function inOrderOf<Value>(names: Iterable<string>, found: ReadonlyMap<string, Value>): Map<string, Value> {
  const entries = [...names].flatMap((name): [string, Value][] => {
    const value = found.get(name);
    return value === undefined ? [] : [[name, value]];
  });
  return new Map(entries);
}

function bad(message: string): AppError {
  return new AppError({
    code: 'bad-input',
    message,
    remedy: 'Take config.json and all .safetensors files from the same model folder.',
  });
}
