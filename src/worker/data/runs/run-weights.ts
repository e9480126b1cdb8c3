// Reads what a run trained from a checkpoint: all weights of the model, or the adapter. Besides the adapter, one tensor is
// in memory at a time.

import { adapterShapes, mergedTensors } from '../../../core/adapter';
import { AppError } from '../../../core/failure';
import { type Run, selectedCheckpoint } from '../../../core/training';
import { type NamedTensor, parameterShapes, parseModelConfig } from '../../../core/weights';
import { readManifests } from '../../../storage/runs';
import type { CheckpointManifest } from '../../../storage/schema';
import { readEntry, readHeader } from '../../../storage/stored-tensors';
import type { ModelFiles } from '../../run-protocol';
import { baseWeights, type ModelWeights } from '../models/model-weights';
import type { DataContext } from '../project/context';

/** Returns the checkpoint's tensors with these names. @throws AppError `storage` that names a missing one */
async function checkpointWeights(checkpoint: Blob, names: Iterable<string>): Promise<ModelWeights> {
  const stored = new Map((await readHeader(checkpoint)).tensors.map((entry) => [entry.name, entry]));
  const specs = [...names].map((name) => {
    const entry = stored.get(name);
    if (!entry) throw new AppError({ code: 'storage', message: `The checkpoint has no tensor ${name}.` });
    return entry;
  });
  return {
    specs,
    async *tensors() {
      for (const entry of specs) yield await readEntry(checkpoint, entry);
    },
  };
}

/** Returns the matrices A and B of a LoRA run. */
export function adapterWeights({ recipe }: Pick<Run, 'recipe'>, model: ModelFiles, checkpoint: Blob): Promise<ModelWeights> {
  return checkpointWeights(checkpoint, adapterShapes(parseModelConfig(model.configText), recipe.lora).keys());
}

/** Returns all weights of the tuned model. With LoRA, the adapter is merged into those of the base model. */
export async function wholeWeights(
  context: Pick<DataContext, 'files'>,
  run: Pick<Run, 'recipe'>,
  model: ModelFiles,
  checkpoint: Blob,
): Promise<ModelWeights> {
  const config = parseModelConfig(model.configText);
  if (run.recipe.train.method === 'full') return checkpointWeights(checkpoint, parameterShapes(config).keys());
  const adapter: NamedTensor[] = [];
  for await (const tensor of (await adapterWeights(run, model, checkpoint)).tensors()) adapter.push(tensor);
  const base = await baseWeights(context, config, model);
  return { specs: base.specs, tensors: () => mergedTensors(base.tensors(), adapter, run.recipe.lora) };
}

/** Returns the checkpoints that may be evaluated and exported, newest first: none is later than the selected one. */
export async function selectedManifests(context: DataContext, run: Run): Promise<CheckpointManifest[]> {
  const step = selectedCheckpoint(run) ?? Number.POSITIVE_INFINITY;
  return (await readManifests(context.database, run.id)).filter((manifest) => manifest.step <= step);
}
