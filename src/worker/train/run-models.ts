// The models of a run on the current device: its base, and the base with what the run trained.

import { AppError } from '../../core/failure';
import type { Run } from '../../core/training';
import { initialWeights, type NamedTensor, parseModelConfig } from '../../core/weights';
import { type AdapterOptions, createModel, type LanguageModel, replaceTrainables, type TensorStream, trainablesOf } from '../../ml';
import type { StoredState } from '../../storage/stored-state';
import { readTensors, readWhole, streamRows, streamTensors } from '../../storage/stored-tensors';
import type { ModelFiles } from '../run-protocol';
import type { TrainContext } from './context';

type Method = Pick<Run, 'recipe' | 'checkpointing'>;

/** The base's tensors, one by one, for a model to read them: where they are stored, by rows. */
function modelTensors(context: Pick<TrainContext, 'files'>, model: ModelFiles): TensorStream {
  return model.weights.length === 0 ? weightsOf(context, model) : streamRows(context.files, model.weights);
}

/** The base's tensors, one by one. */
export function weightsOf(context: Pick<TrainContext, 'files'>, model: ModelFiles): AsyncIterable<NamedTensor> | Iterable<NamedTensor> {
  if (model.weights.length === 0) return initialWeights(parseModelConfig(model.configText), model.initialSeed);
  return streamTensors(context.files, model.weights);
}

export function noCheckpoint(): AppError {
  return new AppError({
    code: 'not-found',
    reason: 'no_checkpoint',
    message: 'This run has no checkpoint that can be read, so there is no trained model.',
    remedy: 'Train it until its first checkpoint.',
  });
}

/** A run's adapter with these tensors, or a fresh one; null when the run trains all weights. */
export function adapterOf({ recipe }: Method, tensors: readonly NamedTensor[] | null): AdapterOptions | null {
  if (recipe.train.method === 'full') return null;
  return { settings: recipe.lora, seed: recipe.train.seed, ...(tensors ? { tensors } : {}) };
}

/** A and B of a stored adapter, in memory. */
export async function adapterTensors({ files }: Pick<TrainContext, 'files'>, path: string): Promise<readonly NamedTensor[]> {
  const file = await files.open(path);
  if (file) return readTensors(file);
  throw new AppError({
    code: 'not-found',
    reason: 'weights_gone',
    message: `The stored weights ${path} are gone.`,
    remedy: 'Add the adapter again.',
    values: { file: path },
  });
}

/** The adapter that a run goes on with, as it was before; null where the run began with a fresh one, or trains all weights. */
async function startingAdapter(context: Pick<TrainContext, 'files'>, { adapter }: ModelFiles): Promise<readonly NamedTensor[] | null> {
  return adapter ? adapterTensors(context, adapter.path) : null;
}

/** The model a run begins with: the base and, with LoRA, the adapter it goes on with, or a fresh one. */
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
  /** The model as it was before the run, or as `state` has it. Only the one asked for last computes as its name says. */
  use(which: 'base' | 'tuned'): Promise<LanguageModel>;
  dispose(): void;
}

/** One model whose adapter's tensors are exchanged for those before or after the run; it has the latter at first. */
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

/** The adapter that a run trained, in memory; null when it trained all weights. */
export async function trainedAdapter({ recipe }: Method, state: StoredState): Promise<readonly NamedTensor[] | null> {
  return recipe.train.method === 'full' ? null : Promise.all(trainablesOf(state).map(readWhole));
}

/** Both models to compare: with LoRA one, whose adapter is switched or exchanged; else two. */
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
