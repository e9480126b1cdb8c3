// The trained model answers a few held-out requests at every evaluation, so that a person sees what a loss means.
// Greedy and without random numbers: the steps that follow are the same with and without it.

import { toFailure } from '../../core/failure';
import { LONGEST_SAMPLE } from '../../core/generation';
import type { CaseResult } from '../../core/metrics';
import { generate, type LanguageModel, type TrainerEvent } from '../../ml';
import type { EvalPrompts } from '../run-protocol';
import type { TrainContext } from './context';

/** Requests answered at each evaluation. */
const SAMPLES = 4;
/** No further request is begun after so long: on a slow device an evaluation shows fewer answers. Milliseconds. */
const TIME_FOR_ANSWERS = 15_000;

async function answerSamples(
  context: TrainContext,
  runId: string,
  model: LanguageModel,
  { prompts, stopIds, maxNewTokens }: EvalPrompts,
  signal: AbortSignal,
): Promise<readonly CaseResult[]> {
  const until = context.now() + TIME_FOR_ANSWERS;
  const options = { maxNewTokens: Math.min(LONGEST_SAMPLE, maxNewTokens), stopIds, batchSize: 1, signal };
  const answers: Int32Array[] = [];
  for (const { promptIds } of prompts) {
    if (answers.length > 0 && context.now() > until) break;
    answers.push(...(await generate(model, [promptIds], options)));
  }
  return context.data.call('scoreSamples', { runId, count: SAMPLES, answers });
}

/** The trainer's events, each evaluation with the model's answers to the same few held-out requests. */
export async function* withSamples(
  context: TrainContext,
  runId: string,
  model: LanguageModel,
  events: AsyncIterable<TrainerEvent>,
  signal: AbortSignal,
): AsyncGenerator<TrainerEvent, void, undefined> {
  let prompts: EvalPrompts | null = null;
  for await (const event of events) {
    if (event.kind !== 'evaluation' || signal.aborted) {
      yield event;
      continue;
    }
    prompts ??= await context.data.call('samplePrompts', { runId, count: SAMPLES });
    try {
      const samples = await answerSamples(context, runId, model, prompts, signal);
      yield { ...event, report: { ...event.report, samples } };
    } catch (error) {
      // A person paused while it answered: the loss that was measured stands all the same.
      if (toFailure(error).code !== 'aborted') throw error;
      yield event;
    }
  }
}
