// Handlers for the train worker: prompts of held-out cases, and what the answers to them are worth.

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

/** Room for an answer beyond the longest expected one, and the bounds of it, in tokens. */
const ANSWER_MARGIN = 24;
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

/** Tokens an answer may have: the longest expected one and some more, so that a wrong answer shows itself. */
function answerLimit({ tokenizer }: RunContext, cases: readonly AskedCase[]): number {
  const longest = cases.reduce((most, { record, evalCase }) => {
    const answer = record.messages[evalCase.messageIndex];
    const texts = [answer?.content ?? '', ...(answer?.calls ?? []).map((call) => `${call.name} ${call.argumentsText} `.padEnd(60))];
    return Math.max(most, tokenizer.encode(texts.join('')).ids.length);
  }, 0);
  return Math.min(LONGEST_LIMIT, Math.max(SHORTEST_LIMIT, longest + ANSWER_MARGIN));
}

function promptsOf(context: DataContext, session: RunContext, cases: readonly AskedCase[], emit: Emit): EvalPrompts {
  const report = progressOf(emit, 'tokenize', cases.length, context.now);
  const prompts = cases.map(({ record, evalCase }, position): EvalPrompt => {
    report(position + 1);
    const messages = record.messages.slice(0, evalCase.messageIndex);
    const tools = toolsFor(record, session.run.tools);
    return { recordId: record.id, messageIndex: evalCase.messageIndex, promptIds: promptIds(session, messages, tools) };
  });
  const { stopIds } = session.tokenizer;
  return { prompts, stopIds, maxNewTokens: answerLimit(session, cases) };
}

/** What the answers are worth; those beyond the end of `answers` were not given. */
function scoreAll({ run, tokenizer }: RunContext, cases: readonly AskedCase[], answers: readonly Int32Array[]): readonly CaseResult[] {
  return cases.map(({ evalCase }, position) =>
    scoreCase(evalCase, tokenizer.decode(answers[position] ?? new Int32Array()), run.recipe.format),
  );
}

async function scoreAnswers(context: DataContext, runId: string, base: readonly Int32Array[], tuned: readonly Int32Array[]) {
  const session = await openRunContext(context, runId);
  const cases = await heldOutCases(context, runId);
  const score = (answers: readonly Int32Array[]) => {
    const results = scoreAll(session, cases, answers);
    return { metrics: summarise(results), cases: results };
  };
  const step = selectedCheckpoint(await readRun(context.database, runId)) ?? session.run.step;
  const evaluation: ToolCallScores = { runId, step, at: context.now(), base: score(base), tuned: score(tuned) };
  await putToolCallScores(context.database, evaluation);
  return evaluation;
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
      const session = await openRunContext(context, runId);
      const { stopIds } = session.tokenizer;
      const sampling = asConfigured ? await samplingOf(context, session.run.modelId) : null;
      return { promptIds: promptIds(session, messages, tools), stopIds, sampling };
    },
    decode: async ({ runId, ids }) => (await openRunContext(context, runId)).tokenizer.decode(ids),
  };
}
