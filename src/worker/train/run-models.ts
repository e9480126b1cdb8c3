// Creates the models of a run on the current device: the one it trains, and the base and tuned models to compare.

import { AppError } from '../../core/failure';
import type { Run } from '../../core/training';
import { initialWeights, type NamedTensor, parseModelConfig } from '../../core/weights';
import { type AdapterOptions, createModel, type LanguageModel, replaceTrainables, type TensorStream, trainablesOf } from '../../ml';
import type { StoredState } from '../../storage/stored-state';
import { readTensors, readWhole, streamRows, streamTensors } from '../../storage/stored-tensors';
import type { ModelFiles } from '../run-protocol';
import type { TrainContext } from './context';

type Method = Pick<Run, 'recipe' | 'checkpointing'>;

/** Yields the base model's tensors one by one. Stored ones are read by rows, on request. */
function modelTensors(context: Pick<TrainContext, 'files'>, model: ModelFiles): TensorStream {
  return model.weights.length === 0 ? weightsOf(context, model) : streamRows(context.files, model.weights);
}

/** Yields the base model's tensors one by one, with their values. */
export function weightsOf(context: Pick<TrainContext, 'files'>, model: ModelFiles): AsyncIterable<NamedTensor> | Iterable<NamedTensor> {
  if (model.weights.length === 0) return initialWeights(parseModelConfig(model.configText), model.initialSeed);
  return streamTensors(context.files, model.weights);
}

export function noCheckpoint(): AppError {
  return new AppError({
    code: 'not-found',
    reason: 'no_checkpoint',
    message: 'This run has no readable checkpoint, so there is no tuned model.',
    remedy: 'Train it until its first checkpoint.',
  });
}

/** Returns a run's adapter with these tensors, or a new adapter; null when the run trains all weights. */
export function adapterOf({ recipe }: Method, tensors: readonly NamedTensor[] | null): AdapterOptions | null {
  if (recipe.train.method === 'full') return null;
  return { settings: recipe.lora, seed: recipe.train.seed, ...(tensors ? { tensors } : {}) };
}

/** Reads the matrices A and B of a stored adapter. @throws AppError `not-found` */
export async function adapterTensors({ files }: Pick<TrainContext, 'files'>, path: string): Promise<readonly NamedTensor[]> {
  const file = await files.open(path);
  if (file) return readTensors(file);
  throw new AppError({
    code: 'not-found',
    reason: 'weights_gone',
    message: `The stored weights ${path} are missing.`,
    remedy: 'Add the adapter again.',
    values: { file: path },
  });
}

/** Reads the adapter that a run continues, as it was before the run; null for a new adapter or none. */
async function startingAdapter(context: Pick<TrainContext, 'files'>, { adapter }: ModelFiles): Promise<readonly NamedTensor[] | null> {
  return adapter ? adapterTensors(context, adapter.path) : null;
}

/** Creates the model that a run trains: the base model and, with LoRA, the adapter it continues or a new one. */
export async function modelToTrain(context: TrainContext, run: Method, model: ModelFiles): Promise<LanguageModel> {
  const lora = adapterOf(run, await startingAdapter(context, model));
  return createModel(
    parseModelConfig(model.configText),
    { tensors: modelTensors(context, model) },
    {
      checkpointing: run.checkpointing ?? false,
      ...(lora ? { lora } : {}),
    },
  );
}

export interface BeforeAndAfter {
  /** Returns the model as it was before the run or as the run trained it. The model returned by an earlier call may no longer be used. */
  use(which: 'base' | 'tuned'): Promise<LanguageModel>;
  dispose(): void;
}

/** Returns one model whose adapter is exchanged for that of before or after the run. It starts with the latter. */
function exchanged(model: LanguageModel, tensors: Readonly<Record<'base' | 'tuned', readonly NamedTensor[]>>): BeforeAndAfter {
  let current: 'base' | 'tuned' = 'tuned';
  return {
    async use(which) {
      if (which !== current) await replaceTrainables(model, tensors[which]);
      current = which;
      return model;
    },
    dispose: () => model.dispose(),
  };
}

/** Reads the adapter that a run trained; null when it trained all weights. */
export async function trainedAdapter({ recipe }: Method, state: StoredState): Promise<readonly NamedTensor[] | null> {
  return recipe.train.method === 'full' ? null : Promise.all(trainablesOf(state).map(readWhole));
}

/** Creates both models to compare. With LoRA, they are one model whose adapter is switched on and off or exchanged. */
export async function beforeAndAfter(context: TrainContext, run: Method, model: ModelFiles, state: StoredState): Promise<BeforeAndAfter> {
  const config = parseModelConfig(model.configText);
  const after = await trainedAdapter(run, state);
  const lora = adapterOf(run, after);
  const before = lora ? await startingAdapter(context, model) : null;
  const base = await createModel(config, { tensors: modelTensors(context, model) }, lora ? { lora } : {});
  if (before && after) return exchanged(base, { base: before, tuned: after });
  if (lora) {
    return {
      async use(which) {
        base.setAdapterEnabled(which === 'tuned');
        return base;
      },
      dispose: () => base.dispose(),
    };
  }
  const tuned = await createModel(config, { tensors: trainablesOf(state) }).catch((error: unknown) => {
    base.dispose();
    throw error;
  });
  return {
    use: async (which) => (which === 'tuned' ? tuned : base),
    dispose() {
      base.dispose();
      tuned.dispose();
    },
  };
}
