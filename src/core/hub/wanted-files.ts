// Which files of a model or adapter repository to download: only those that the trainer reads.

import { ADAPTER_CONFIG, ADAPTER_WEIGHTS, holdsAdapter, noAdapterWeights } from '../adapter';
import { AppError } from '../failure';
import { requireSmallFile, SINGLE_WEIGHTS, WEIGHT_INDEX, type WeightMap, weightFiles } from '../weights';
import type { HubFile } from './listing';

/** Whether to download the index first: if weights are sharded and there is no single file, which transformers prefers. */
export function needsIndex(files: readonly HubFile[]): boolean {
  const paths = new Set(files.map(({ path }) => path));
  return paths.has(WEIGHT_INDEX) && !paths.has(SINGLE_WEIGHTS);
}

/**
 * The files to download: small files first, then the weights.
 * @param smallNames small files that the studio reads
 * @param map of the weights' index if {@link needsIndex}, else null
 * @throws AppError `bad-input` if there is neither a config.json nor an adapter's configuration, if there is no safetensors
 *   file, if a shard is missing, or if a small file is too large
 */
export function wantedFiles(files: readonly HubFile[], smallNames: readonly string[], map: WeightMap | null): readonly HubFile[] {
  const wanted = chosenFiles(files, smallNames, map);
  requireSmallFile(wanted);
  return wanted;
}

function chosenFiles(files: readonly HubFile[], smallNames: readonly string[], map: WeightMap | null): readonly HubFile[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const pick = (paths: readonly string[]) => paths.flatMap((path) => byPath.get(path) ?? []);
  if (holdsAdapter([...byPath.keys()])) {
    if (!byPath.has(ADAPTER_WEIGHTS)) throw noAdapterWeights();
    return pick([ADAPTER_CONFIG, ADAPTER_WEIGHTS]);
  }
  if (!byPath.has('config.json')) throw unusable('no_config', 'The model has no config.json on the hub.');
  if (map) {
    const shards = new Set(map.values());
    const present = [...byPath.keys()].filter((path) => shards.has(path));
    return pick([...smallNames, ...weightFiles(present, map)]);
  }
  if (!byPath.has(SINGLE_WEIGHTS)) throw unusable('no_weights', 'The model has no safetensors weights on the hub.');
  return pick([...smallNames.filter((name) => name !== WEIGHT_INDEX), SINGLE_WEIGHTS]);
}

function unusable(reason: string, message: string): AppError {
  return new AppError({
    code: 'bad-input',
    reason,
    message,
    remedy: 'Use a model in safetensors format, not GGUF, ONNX or .bin.',
  });
}
