// Lets the model answer a few held-out requests at every eval point, so that a person sees what a loss means. Answers are
// greedy and use no random numbers: the following steps are the same with and without them.

import { toFailure } from '../../core/failure';
import { LONGEST_SAMPLE } from '../../core/generation';
import type { CaseResult } from '../../core/metrics';
import { generate, type LanguageModel, type TrainerEvent } from '../../ml';
import type { EvalPrompts } from '../run-protocol';
import type { TrainContext } from './context';

/** Requests answered at each eval point. */
const SAMPLES = 4;
/** After this time no further request is started, so a slow device gives fewer answers. Milliseconds. */
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

/** Yields the trainer's events, each eval point with the model's answers to the same few held-out requests. */
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
      // Training was paused while the model answered: the loss was measured all the same.
      if (toFailure(error).code !== 'aborted') throw error;
      yield event;
    }
  }
}
