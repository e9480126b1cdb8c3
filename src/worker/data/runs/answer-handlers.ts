// Handlers of the train worker's calls about answers: prompts of held-out cases, and scores.

import { renderPrompt } from '../../../core/chat-template';
import { parseSamplingSettings, type SamplingSettings } from '../../../core/generation';
import type { CaseResult, ToolCallScores } from '../../../core/metrics';
import { casesOf, chooseSamples, type EvalCase, scoreCase, summarise } from '../../../core/metrics';
import type { DataRecord, Message, ToolSpec } from '../../../core/record';
import { toolsFor } from '../../../core/tools';
import { selectedCheckpoint } from '../../../core/training';
import { putToolCallScores, readRun, readRunRecords } from '../../../storage/runs';
import { type Emit, progressOf } from '../../progress';
import type { Handlers } from '../../rpc';
import type { AnswerCalls, EvalPrompt, EvalPrompts } from '../../run-protocol';
import { folderText } from '../models/model-files';
import type { DataContext } from '../project/context';
import { openRunContext, type RunContext } from './run-context';

/** Tokens by which an answer may exceed the longest expected one. */
const ANSWER_MARGIN = 24;
/** Bounds of the limit on an answer, in tokens. */
const SHORTEST_LIMIT = 48;
const LONGEST_LIMIT = 512;

interface AskedCase {
  readonly record: DataRecord;
  readonly evalCase: EvalCase;
}

async function heldOutCases(context: DataContext, runId: string): Promise<AskedCase[]> {
  const records = await readRunRecords(context.database, runId);
  return records.filter((record) => record.split === 'eval').flatMap((record) => casesOf(record).map((evalCase) => ({ record, evalCase })));
}

function promptIds({ run, tokenizer }: RunContext, messages: readonly Message[], tools: readonly ToolSpec[]): Int32Array {
  return tokenizer.encode(renderPrompt({ messages, tools }, tokenizer, run.recipe.format)).ids;
}

async function samplingOf(context: DataContext, modelId: string): Promise<SamplingSettings> {
  return parseSamplingSettings((await folderText(context, modelId))['generation_config.json']);
}

/** Returns the limit on an answer: some tokens more than the longest expected one, so that a wrong answer is recognizable. */
function answerLimit({ tokenizer }: RunContext, cases: readonly AskedCase[]): number {
  const longest = cases.reduce((most, { record, evalCase }) => {
    const answer = record.messages[evalCase.messageIndex];
    const texts = [answer?.content ?? '', ...(answer?.calls ?? []).map((call) => `${call.name} ${call.argumentsText} `.padEnd(60))];
    return Math.max(most, tokenizer.encode(texts.join('')).ids.length);
  }, 0);
  return Math.min(LONGEST_LIMIT, Math.max(SHORTEST_LIMIT, longest + ANSWER_MARGIN));
}

function promptsOf(context: DataContext, opened: RunContext, cases: readonly AskedCase[], emit: Emit): EvalPrompts {
  const report = progressOf(emit, 'tokenize', cases.length, context.now);
  const prompts = cases.map(({ record, evalCase }, position): EvalPrompt => {
    report(position + 1);
    const messages = record.messages.slice(0, evalCase.messageIndex);
    const tools = toolsFor(record, opened.run.tools);
    return { recordId: record.id, messageIndex: evalCase.messageIndex, promptIds: promptIds(opened, messages, tools) };
  });
  const { stopIds } = opened.tokenizer;
  return { prompts, stopIds, maxNewTokens: answerLimit(opened, cases) };
}

/** Scores the answers. A case beyond the end of `answers` counts as an empty answer. */
function scoreAll({ run, tokenizer }: RunContext, cases: readonly AskedCase[], answers: readonly Int32Array[]): readonly CaseResult[] {
  return cases.map(({ evalCase }, position) =>
    scoreCase(evalCase, tokenizer.decode(answers[position] ?? new Int32Array()), run.recipe.format),
  );
}

async function scoreAnswers(context: DataContext, runId: string, base: readonly Int32Array[], tuned: readonly Int32Array[]) {
  const opened = await openRunContext(context, runId);
  const cases = await heldOutCases(context, runId);
  const score = (answers: readonly Int32Array[]) => {
    const results = scoreAll(opened, cases, answers);
    return { metrics: summarise(results), cases: results };
  };
  const step = selectedCheckpoint(await readRun(context.database, runId)) ?? opened.run.step;
  const scores: ToolCallScores = { runId, step, at: context.now(), base: score(base), tuned: score(tuned) };
  await putToolCallScores(context.database, scores);
  return scores;
}

export function answerHandlers(context: DataContext): Handlers<AnswerCalls> {
  const samplesOf = async (runId: string, count: number) => chooseSamples(await heldOutCases(context, runId), count);
  return {
    evalPrompts: async ({ runId }, emit) =>
      promptsOf(context, await openRunContext(context, runId), await heldOutCases(context, runId), emit),
    scoreAnswers: ({ runId, base, tuned }) => scoreAnswers(context, runId, base, tuned),
    samplePrompts: async ({ runId, count }) =>
      promptsOf(context, await openRunContext(context, runId), await samplesOf(runId, count), () => undefined),
    scoreSamples: async ({ runId, count, answers }) => {
      const asked = await samplesOf(runId, count);
      return scoreAll(await openRunContext(context, runId), asked.slice(0, answers.length), answers);
    },
    encodePrompt: async ({ runId, messages, tools, asConfigured }) => {
      const opened = await openRunContext(context, runId);
      const { stopIds } = opened.tokenizer;
      const sampling = asConfigured ? await samplingOf(context, opened.run.modelId) : null;
      return { promptIds: promptIds(opened, messages, tools), stopIds, sampling };
    },
    decode: async ({ runId, ids }) => (await openRunContext(context, runId)).tokenizer.decode(ids),
  };
}
