// Answers of the base model and the tuned model, to one request or to all held-out ones. Both models stay loaded until
// another run or checkpoint is needed, training needs the room, or their device is lost or full.

import { AppError, toFailure } from '../../core/failure';
import type { ToolCallScores } from '../../core/metrics';
import { currentGpu, generate, type LanguageModel } from '../../ml';
import { newestState } from '../../storage/stored-state';
import { type Emit, progressOf } from '../progress';
import type { Answer, TrainCalls } from '../protocol';
import type { TrainContext } from './context';
import { explainDeviceErrors } from './device-errors';
import { type BeforeAndAfter, beforeAndAfter, noCheckpoint } from './run-models';

/** Prompts answered at once: enough to be fast, few enough for all their keys and values to fit. */
const BATCH = 16;

interface Loaded {
  /** Run, backend and checkpoint. */
  readonly key: string;
  /** The GPU that holds the models. Models on a lost GPU compute garbage without any error. */
  readonly gpu: ReturnType<typeof currentGpu>;
  readonly models: BeforeAndAfter;
}

export interface Answers {
  evaluate(runId: string, emit: Emit, signal: AbortSignal): Promise<ToolCallScores>;
  ask(arg: TrainCalls['ask']['arg'], emit: Emit, signal: AbortSignal): Promise<TrainCalls['ask']['result']>;
  /** Frees the loaded models. */
  release(): void;
  /** Frees the loaded models if their device is lost. Call it before another device is opened. */
  releaseLost(): void;
}

export function createAnswers(context: TrainContext): Answers {
  let loaded: Loaded | null = null;

  function release(): void {
    loaded?.models.dispose();
    loaded = null;
  }

  function releaseLost(): void {
    if (loaded && loaded.gpu !== currentGpu()) release();
  }

  /** Runs `work`, and frees the models if their device is lost or full. @throws as {@link explainDeviceErrors} */
  async function onDevice<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await explainDeviceErrors('answer', work);
    } catch (error) {
      if (['device-lost', 'out-of-memory'].includes(toFailure(error).code)) release();
      throw error;
    }
  }

  async function modelsOf(runId: string, emit: Emit): Promise<BeforeAndAfter> {
    const { run, model, checkpoints } = await context.data.call('openModel', { runId }, { onEvent: emit });
    releaseLost();
    const device = await context.openDevice(run.recipe.train.device);
    const gpu = currentGpu();
    const key = [runId, device.backend, checkpoints[0]?.sha256].join('/');
    if (loaded?.key === key) return loaded.models;
    release();
    const { state } = await newestState(context.files, checkpoints);
    if (!state) throw noCheckpoint();
    const models = await beforeAndAfter(context, run, model, state);
    loaded = { key, gpu, models };
    return models;
  }

  async function answer(model: LanguageModel, prompt: Awaited<ReturnType<typeof promptOf>>, maxNewTokens: number, signal: AbortSignal) {
    const started = context.now();
    const { promptIds, runId, sampling, ...rest } = prompt;
    const options = { ...rest, maxNewTokens, batchSize: 1, signal, ...(sampling ? { sampling } : {}) };
    const [ids = new Int32Array()] = await generate(model, [promptIds], options);
    const seconds = (context.now() - started) / 1000;
    const text = await context.data.call('decode', { runId, ids });
    return { text, seconds, tokens: ids.length } satisfies Answer;
  }

  async function promptOf({ runId, messages, tools, samplingSeed }: TrainCalls['ask']['arg']) {
    const prompt = await context.data.call('encodePrompt', { runId, messages, tools, asConfigured: samplingSeed !== null });
    return { runId, seed: samplingSeed ?? 0, ...prompt };
  }

  async function evaluate(runId: string, emit: Emit, signal: AbortSignal): Promise<ToolCallScores> {
    const models = await modelsOf(runId, emit);
    const { prompts, stopIds, maxNewTokens } = await context.data.call('evalPrompts', { runId }, { onEvent: emit, signal });
    if (prompts.length === 0) {
      throw new AppError({
        code: 'bad-input',
        reason: 'nothing_held_out',
        message: 'No records were held out when this run was created, so there is nothing to measure on.',
        remedy: 'Move some records to the evaluation split and start a new run.',
      });
    }
    const ids = prompts.map((prompt) => prompt.promptIds);
    const report = progressOf(emit, 'evaluate', 2 * ids.length, context.now);
    report(0);
    const answers = (model: LanguageModel, offset: number) =>
      generate(model, ids, { maxNewTokens, stopIds, batchSize: BATCH, signal, onProgress: (done) => report(offset + done) });
    const answersOfBase = await answers(await models.use('base'), 0);
    const answersOfTuned = await answers(await models.use('tuned'), ids.length);
    return context.data.call('scoreAnswers', { runId, base: answersOfBase, tuned: answersOfTuned });
  }

  async function ask(request: TrainCalls['ask']['arg'], emit: Emit, signal: AbortSignal): Promise<TrainCalls['ask']['result']> {
    const report = progressOf(emit, 'ask', 2, context.now);
    const models = await modelsOf(request.runId, emit);
    const prompt = await promptOf(request);
    report(0);
    const answerOfTuned = await answer(await models.use('tuned'), prompt, request.maxNewTokens, signal);
    report(1);
    const answerOfBase = await answer(await models.use('base'), prompt, request.maxNewTokens, signal);
    report(2);
    return { base: answerOfBase, tuned: answerOfTuned };
  }

  return {
    release,
    releaseLost,
    evaluate: (runId, emit, signal) => onDevice(() => evaluate(runId, emit, signal)),
    ask: (request, emit, signal) => onDevice(() => ask(request, emit, signal)),
  };
}
