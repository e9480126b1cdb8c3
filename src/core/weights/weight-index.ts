// The weights files of a model folder: `model.safetensors`, or shards named by `model.safetensors.index.json`, which
// transformers' save_pretrained writes (`weight_map` maps each tensor to its file).

import * as z from 'zod/mini';
import { AppError } from '../failure';

export const WEIGHT_INDEX = 'model.safetensors.index.json';
export const SINGLE_WEIGHTS = 'model.safetensors';

/** Tensor → name of the file that holds it. */
export type WeightMap = ReadonlyMap<string, string>;

const indexSchema = z.looseObject({ weight_map: z.record(z.string(), z.string()) });
const PLAIN_NAME = /^[^/\\]+\.safetensors$/;
const SHARD = /^(.*)-(\d{5})-of-(\d{5})\.safetensors$/;

/** @throws AppError `bad-input` if the index is not JSON, or names files outside the folder */
export function parseWeightIndex(text: string): WeightMap {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw badIndex('it is not JSON', cause);
  }
  const index = indexSchema.safeParse(value);
  if (!index.success) throw badIndex('it has no weight_map of tensors to files');
  const map = new Map(Object.entries(index.data.weight_map));
  for (const file of map.values())
    if (!PLAIN_NAME.test(file)) throw badIndex(`${JSON.stringify(file)} is not a .safetensors file in the folder`);
  if (map.size === 0) throw badIndex('it names no tensor');
  return map;
}

/**
 * The weights files of a folder, sorted. Checks that no shard is missing or extra.
 * @param names of all .safetensors files in the folder
 * @param map of the folder's index; null if it has none
 * @throws AppError `bad-input` naming the shard
 */
export function weightFiles(names: readonly string[], map: WeightMap | null): readonly string[] {
  const present = new Set(names);
  const expected = map ? new Set(map.values()) : expectedShards(names);
  for (const name of [...expected].toSorted()) if (!present.has(name)) throw missingShard(name);
  for (const name of names) if (!expected.has(name)) throw extraShard(name);
  return [...expected].toSorted();
}

/** The files that the names imply if there is no index: `…-00001-of-00003` implies three. */
function expectedShards(names: readonly string[]): ReadonlySet<string> {
  const expected = new Set(names);
  for (const name of names) {
    const [, stem, , count] = SHARD.exec(name) ?? [];
    for (let shard = 1; count !== undefined && shard <= Number(count); shard++) {
      expected.add(`${stem}-${String(shard).padStart(5, '0')}-of-${count}.safetensors`);
    }
  }
  return expected;
}

function missingShard(file: string): AppError {
  return new AppError({
    code: 'bad-input',
    reason: 'shard_missing',
    message: `${file} is missing.`,
    remedy: 'Add all .safetensors files of the model together.',
    place: { file },
    values: { file },
  });
}

function extraShard(file: string): AppError {
  return new AppError({
    code: 'bad-input',
    reason: 'shard_extra',
    message: `${file} is not named in ${WEIGHT_INDEX}.`,
    remedy: 'Remove it from the folder: it belongs to another model or another version.',
    place: { file },
    values: { file },
  });
}

function badIndex(problem: string, cause?: unknown): AppError {
  return new AppError(
    {
      code: 'bad-input',
      reason: 'index_unusable',
      message: `${WEIGHT_INDEX} cannot be used: ${problem}.`,
      remedy: 'Download it again.',
      place: { file: WEIGHT_INDEX },
    },
    { cause },
  );
}
