// Checks, from headers alone, that the stored weights match the configuration.

import type { Failure } from '../../../core/failure';
import { AppError } from '../../../core/failure';
import { type ModelConfig, parameterShapes, parseWeightIndex, type TensorEntry, weightFiles } from '../../../core/weights';
import type { FileStore } from '../../../storage/files';
import { readHeader } from '../../../storage/stored-tensors';

/** Tensors that a file may hold although they are not parameters of the model. */
const IGNORED = /\.rotary_emb\.inv_freq$/;

function misfit(reason: string, message: string, file: string, values: Failure['values']): AppError {
  return new AppError({
    code: 'bad-input',
    reason,
    message,
    remedy: 'Use config.json and all .safetensors files of the same model.',
    place: { file },
    ...(values ? { values } : {}),
  });
}

const shapeText = (shape: readonly number[]) => `[${shape.join(', ')}]`;

/** Reads the header of a file. Errors in it name the file. */
async function namedHeader(files: FileStore, folder: string, file: string): Promise<readonly TensorEntry[]> {
  const blob = await files.open(`${folder}/${file}`);
  if (!blob) throw misfit('shard_missing', `${file} is missing.`, file, { file });
  try {
    return (await readHeader(blob)).tensors;
  } catch (error) {
    if (error instanceof AppError) throw new AppError({ ...error.failure, place: { file } }, { cause: error });
    throw error;
  }
}

/**
 * Checks that every parameter of the configuration exists once, in its shape, in the file that the index names.
 * @param folder of the stored files
 * @param names of its .safetensors files
 * @param indexText of its `model.safetensors.index.json`, if it has one
 * @throws AppError `bad-input` or `unsupported` that names file and tensor
 */
export async function checkWeights(
  files: FileStore,
  folder: string,
  config: ModelConfig,
  names: readonly string[],
  indexText: string | undefined,
): Promise<void> {
  const shapes = parameterShapes(config);
  const map = indexText === undefined ? null : parseWeightIndex(indexText);
  const found = new Set<string>();
  for (const file of weightFiles(names, map)) {
    for (const { name: tensor, shape } of await namedHeader(files, folder, file)) {
      const expected = shapes.get(tensor);
      if (!expected) {
        if ((config.tied && tensor === 'lm_head.weight') || IGNORED.test(tensor)) continue;
        throw misfit('tensor_unknown', `Tensor ${tensor} is not part of this model.`, file, { tensor });
      }
      if (found.has(tensor)) throw misfit('tensor_twice', `Tensor ${tensor} exists twice.`, file, { tensor });
      if (map && map.get(tensor) !== file) {
        const place = map.get(tensor) ?? '–';
        throw misfit('tensor_misplaced', `Tensor ${tensor} is in ${file}, but the index names ${place}.`, file, { tensor, file, place });
      }
      if (shape.join() !== expected.join()) {
        const [is, wanted] = [shapeText(shape), shapeText(expected)];
        throw misfit('tensor_shape', `Tensor ${tensor} has shape ${is}, but config.json requires ${wanted}.`, file, { tensor, is, wanted });
      }
      found.add(tensor);
    }
  }
  for (const tensor of shapes.keys()) {
    if (!found.has(tensor))
      throw misfit('tensor_missing', `Tensor ${tensor} is missing.`, map?.get(tensor) ?? names.join(', '), { tensor });
  }
}
