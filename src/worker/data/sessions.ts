// Handlers for the train worker: a run's rows, its log, its checkpoints and its held-out prompts.

import { cutRow } from '../../core/mask';
import { casesOf, type EvalCase, scoreCase, summarise } from '../../core/metrics';
import type { DataRecord, Message, ToolSpec } from '../../core/record';
import type { CaseResult, Evaluation } from '../../core/report';
import { renderPrompt } from '../../core/template';
import type { TokenizedRow, Tokenizer } from '../../core/tokenizer';
import {
  commitManifest,
  logSteps,
  putEvaluation,
  readManifests,
  readRun,
  readRunRecords,
  readStoredRun,
  rewindLog,
  updateRun,
} from '../../storage/runs';
import type { StoredRun } from '../../storage/schema';
import { type Emit, progressOf, throwIfAborted, yieldToOthers } from '../progress';
import type { Handlers } from '../rpc';
import type { EvalPrompt, RunCalls } from '../run-protocol';
import type { DataContext } from './context';
import { modelFiles } from './model-files';
import { type OpenProject, openProject } from './open-project';
import { cachedTokenizer, renditionOf, tokenizeRecord, toolsOf } from './rows';

/** Room for an answer beyond the longest expected one, and the bounds of it, in tokens. */
const ANSWER_MARGIN = 24;
const SHORTEST_LIMIT = 48;
const LONGEST_LIMIT = 512;
const ROWS_AT_ONCE = 50;

interface Session {
  readonly run: StoredRun;
  readonly open: OpenProject;
  readonly tokenizer: Tokenizer;
}

async function sessionOf(context: DataContext, runId: string): Promise<Session> {
  const run = await readStoredRun(context.database, runId);
  const open = await openProject(context, run.projectId);
  return { run, open, tokenizer: await context.tokenizer(run.modelId) };
}

/** The run's rows as they were when it was made, whatever the project has become since. */
async function rowsOf(
  context: DataContext,
  { run, open, tokenizer }: Session,
  records: readonly DataRecord[],
  emit: Emit,
  signal: AbortSignal,
) {
  const rendition = renditionOf(run.recipe, tokenizer, run.tools);
  const unchanged = open.project.revision === run.revision;
  const tokenize = unchanged ? cachedTokenizer(open, rendition) : (record: DataRecord) => tokenizeRecord(record, rendition);
  const rows: TokenizedRow[] = [];
  const report = progressOf(emit, 'tokenize', records.length, context.now);
  for (const record of records) {
    rows.push(cutRow(tokenize(record), run.recipe.train.max_length));
    if (rows.length % ROWS_AT_ONCE !== 0) continue;
    report(rows.length);
    await yieldToOthers();
    throwIfAborted(signal);
  }
  report(records.length);
  return rows;
}

interface AskedCase {
  readonly record: DataRecord;
  readonly evalCase: EvalCase;
}

async function heldOutCases(context: DataContext, runId: string): Promise<AskedCase[]> {
  const records = await readRunRecords(context.database, runId);
  return records.filter((record) => record.split === 'eval').flatMap((record) => casesOf(record).map((evalCase) => ({ record, evalCase })));
}

function promptIds({ run, tokenizer }: Session, messages: readonly Message[], tools: readonly ToolSpec[]): Int32Array {
  return tokenizer.encode(renderPrompt({ messages, tools }, tokenizer, run.recipe.format)).ids;
}

/** Tokens an answer may have: the longest expected one and some more, so that a wrong answer shows itself. */
function answerLimit({ tokenizer }: Session, cases: readonly AskedCase[]): number {
  const longest = cases.reduce((most, { record, evalCase }) => {
    const answer = record.messages[evalCase.messageIndex];
    const texts = [answer?.content ?? '', ...(answer?.calls ?? []).map((call) => `${call.name} ${call.argumentsText} `.padEnd(60))];
    return Math.max(most, tokenizer.encode(texts.join('')).ids.length);
  }, 0);
  return Math.min(LONGEST_LIMIT, Math.max(SHORTEST_LIMIT, longest + ANSWER_MARGIN));
}

async function evalPrompts(context: DataContext, runId: string, emit: Emit) {
  const session = await sessionOf(context, runId);
  const cases = await heldOutCases(context, runId);
  const report = progressOf(emit, 'tokenize', cases.length, context.now);
  const prompts = cases.map(({ record, evalCase }, position): EvalPrompt => {
    report(position + 1);
    const messages = record.messages.slice(0, evalCase.messageIndex);
    const tools = toolsOf(record, session.run.tools);
    return { recordId: record.id, messageIndex: evalCase.messageIndex, promptIds: promptIds(session, messages, tools) };
  });
  const { stopIds, padId } = session.tokenizer;
  return { prompts, stopIds, padId, maxNewTokens: answerLimit(session, cases) };
}

async function scoreAnswers(context: DataContext, runId: string, base: readonly Int32Array[], tuned: readonly Int32Array[]) {
  const { run, tokenizer } = await sessionOf(context, runId);
  const cases = await heldOutCases(context, runId);
  const score = (answers: readonly Int32Array[]) => {
    const results = cases.map(
      ({ evalCase }, position): CaseResult =>
        scoreCase(evalCase, tokenizer.decode(answers[position] ?? new Int32Array()), run.recipe.format),
    );
    return { metrics: summarise(results), cases: results };
  };
  const [newest] = await readManifests(context.database, runId);
  const evaluation: Evaluation = { runId, step: newest?.step ?? run.step, at: context.now(), base: score(base), tuned: score(tuned) };
  await putEvaluation(context.database, evaluation);
  return evaluation;
}

/** A run that is stored as running when its session opens anew was cut off. */
function interrupted(run: StoredRun): StoredRun {
  return run.state === 'running' ? { ...run, state: 'interrupted' } : run;
}

export function sessionHandlers(context: DataContext): Handlers<RunCalls> {
  return {
    openRun: async ({ runId }, emit, signal) => {
      const session = await sessionOf(context, runId);
      context.training.delete(runId);
      await updateRun(context.database, runId, interrupted);
      const records = await readRunRecords(context.database, runId);
      const rows = await rowsOf(context, session, records, emit, signal);
      const side = (split: DataRecord['split']) => rows.filter((_, position) => records[position]?.split === split);
      return {
        run: await readRun(context.database, runId),
        train: side('train'),
        eval: side('eval'),
        model: await modelFiles(context, session.run.modelId, session.run.recipe.train.seed),
        checkpoints: await readManifests(context.database, runId),
      };
    },
    openModel: async ({ runId }) => {
      const run = await readRun(context.database, runId);
      await openProject(context, run.projectId);
      return {
        run,
        model: await modelFiles(context, run.modelId, run.recipe.train.seed),
        checkpoints: await readManifests(context.database, runId),
      };
    },
    rewind: async ({ runId, step }) => {
      await rewindLog(context.database, runId, step);
      return null;
    },
    logSteps: async ({ runId, device, reports, evaluations, skipped, seconds }) => {
      await logSteps(context.database, runId, reports, evaluations, (run) => ({
        ...run,
        ...(skipped.length > 0 ? { skipped: [...(run.skipped ?? []), ...skipped] } : {}),
        device,
        step: Math.max(run.step, reports.at(-1)?.step ?? 0, skipped.at(-1)?.step ?? 0),
        seconds,
      }));
      return null;
    },
    commitCheckpoint: async ({ manifest, keep }) => ({ deleteFiles: await commitManifest(context.database, manifest, keep) }),
    setRunState: async ({ runId, state, failure, cause }) => {
      if (state === 'running') context.training.add(runId);
      else context.training.delete(runId);
      await updateRun(context.database, runId, ({ failure: _failure, cause: _cause, ...run }) => ({
        ...run,
        state,
        ...(failure === undefined ? {} : { failure }),
        ...(cause === undefined ? {} : { cause }),
      }));
      return readRun(context.database, runId);
    },
    evalPrompts: ({ runId }, emit) => evalPrompts(context, runId, emit),
    scoreAnswers: ({ runId, base, tuned }) => scoreAnswers(context, runId, base, tuned),
    encodePrompt: async ({ runId, messages, tools }) => {
      const session = await sessionOf(context, runId);
      const { stopIds, padId } = session.tokenizer;
      return { promptIds: promptIds(session, messages, tools), stopIds, padId };
    },
    decode: async ({ runId, ids }) => (await sessionOf(context, runId)).tokenizer.decode(ids),
  };
}
