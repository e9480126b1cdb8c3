// Which files of a model, or of an adapter alone, are fetched: what the trainer reads, nothing else of the repository.

import { ADAPTER_CONFIG, ADAPTER_WEIGHTS, holdsAdapter, noAdapterWeights } from '../adapter';
import { AppError } from '../failure';
import { requireSmallFile, SINGLE_WEIGHTS, WEIGHT_INDEX, type WeightMap, weightFiles } from '../weights';
import type { HubFile } from './listing';

/** The index is worth fetching first: sharded weights, and no single file beside them (transformers prefers that). */
export function needsIndex(files: readonly HubFile[]): boolean {
  const paths = new Set(files.map(({ path }) => path));
  return paths.has(WEIGHT_INDEX) && !paths.has(SINGLE_WEIGHTS);
}

/**
 * Small files first, then the weights.
 * @param smallNames files beside the weights that the studio reads
 * @param map of the weights' index, where {@link needsIndex}
 * @throws AppError `bad-input` when there is neither config.json nor an adapter's, no safetensors, a shard is missing,
 *   or a small file is larger than any
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
  if (!byPath.has('config.json')) throw absent('no_config', 'The model has no config.json on the hub.');
  if (map) {
    const shards = new Set(map.values());
    const there = [...byPath.keys()].filter((path) => shards.has(path));
    return pick([...smallNames, ...weightFiles(there, map)]);
  }
  if (!byPath.has(SINGLE_WEIGHTS)) throw absent('no_weights', 'The model has no safetensors weights on the hub.');
  return pick([...smallNames.filter((name) => name !== WEIGHT_INDEX), SINGLE_WEIGHTS]);
}

function absent(reason: string, message: string): AppError {
  return new AppError({
    code: 'bad-input',
    reason,
    message,
    remedy: 'Take a model in safetensors, not GGUF, ONNX or .bin.',
  });
}
