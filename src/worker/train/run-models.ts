// The models of a run on the current device: its base, and the base with what the run trained.

import { AppError } from '../../core/failure';
import type { Run } from '../../core/training';
import { initialWeights, type NamedTensor, parseModelConfig } from '../../core/weights';
import { type AdapterOptions, createModel, type LanguageModel, type TrainState, trainablesOf } from '../../ml';
import type { ModelFiles } from '../run-protocol';
import { streamTensors } from '../stored-tensors';
import type { TrainContext } from './context';

type Method = Pick<Run, 'recipe' | 'checkpointing'>;

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

/** A run's adapter, fresh or as it was trained; null when the run trains all weights. */
export function adapterOf({ recipe }: Method, state?: TrainState): AdapterOptions | null {
  if (recipe.train.method === 'full') return null;
  return { settings: recipe.lora, seed: recipe.train.seed, ...(state ? { tensors: trainablesOf(state) } : {}) };
}

/** The model a run begins with: the base and, with LoRA, a fresh adapter. */
export function modelToTrain(context: TrainContext, run: Method, model: ModelFiles): Promise<LanguageModel> {
  const lora = adapterOf(run);
  return createModel(
    parseModelConfig(model.configText),
    { tensors: weightsOf(context, model) },
    {
      checkpointing: run.checkpointing ?? false,
      ...(lora ? { lora } : {}),
    },
  );
}

export interface BeforeAndAfter {
  /** The model as it was before the run, or as `state` has it. Only the one asked for last computes as its name says. */
  use(which: 'base' | 'tuned'): LanguageModel;
  dispose(): void;
}

/** Both models to compare: with LoRA one, whose adapter is switched; else two. */
export async function beforeAndAfter(context: TrainContext, run: Method, model: ModelFiles, state: TrainState): Promise<BeforeAndAfter> {
  const config = parseModelConfig(model.configText);
  const lora = adapterOf(run, state);
  const base = await createModel(config, { tensors: weightsOf(context, model) }, lora ? { lora } : {});
  if (lora) {
    return {
      use(which) {
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
    use: (which) => (which === 'tuned' ? tuned : base),
    dispose() {
      base.dispose();
      tuned.dispose();
    },
  };
}
