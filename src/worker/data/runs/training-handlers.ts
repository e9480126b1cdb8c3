// Handlers of the train worker's calls about runs: examples, log, checkpoints and state.

import { truncateExample } from '../../../core/mask';
import type { DataRecord } from '../../../core/record';
import type { TokenizedExample } from '../../../core/tokenizer';
import { bestStep } from '../../../core/training';
import {
  commitManifest,
  dropManifests,
  logSteps,
  readManifests,
  readRun,
  readRunRecords,
  rewindLog,
  updateRun,
} from '../../../storage/runs';
import type { StoredRun } from '../../../storage/schema';
import { type Job, progressOf, throwIfAborted, yieldToEventLoop } from '../../progress';
import type { Handlers } from '../../rpc';
import type { AdapterCalls, AnswerCalls, RunCalls } from '../../run-protocol';
import { runFiles } from '../models/adapters';
import type { DataContext } from '../project/context';
import { openProject } from '../project/open-project';
import { cachedTokenizer, RECORDS_AT_ONCE, renderSettings, tokenizeRecord } from '../records/tokenize';
import { openRunContext, type RunContext } from './run-context';
import { selectedManifests } from './run-weights';

/** Number of latest notices that a run keeps. */
const NOTICES_KEPT = 20;

/** Tokenizes the run's own records, which do not change with the project. */
async function examplesOf(
  context: DataContext,
  { run, open, tokenizer }: RunContext,
  records: readonly DataRecord[],
  { emit, signal }: Job,
): Promise<TokenizedExample[]> {
  const settings = renderSettings(run.recipe, tokenizer, run.tools);
  const unchanged = open.project.revision === run.revision;
  const tokenize = unchanged ? cachedTokenizer(open, settings) : (record: DataRecord) => tokenizeRecord(record, settings);
  const examples: TokenizedExample[] = [];
  const report = progressOf(emit, 'tokenize', records.length, context.now);
  for (const record of records) {
    examples.push(truncateExample(tokenize(record), run.recipe.train.max_length));
    if (examples.length % RECORDS_AT_ONCE !== 0) continue;
    report(examples.length);
    await yieldToEventLoop();
    throwIfAborted(signal);
  }
  report(records.length);
  return examples;
}

/** A run that is stored as running when a session opens was interrupted. */
function interrupted(run: StoredRun): StoredRun {
  return run.state === 'running' ? { ...run, state: 'interrupted' } : run;
}

/**
 * Returns the step of the best checkpoint, if the run will end with it.
 * @param more steps that are about to have a checkpoint
 */
async function bestCheckpoint(context: DataContext, runId: string, more: readonly number[]): Promise<number | null> {
  const { recipe, evalPoints, checkpoints } = await readRun(context.database, runId);
  return recipe.train.load_best_model_at_end ? bestStep(evalPoints, [...checkpoints, ...more]) : null;
}

export function trainingHandlers(context: DataContext): Handlers<Omit<RunCalls, keyof AnswerCalls | keyof AdapterCalls>> {
  return {
    openRun: async ({ runId }, emit, signal) => {
      const opened = await openRunContext(context, runId);
      context.training.delete(runId);
      await updateRun(context.database, runId, interrupted);
      const records = await readRunRecords(context.database, runId);
      const examples = await examplesOf(context, opened, records, { emit, signal });
      const ofSplit = (split: DataRecord['split']) => examples.filter((_, position) => records[position]?.split === split);
      return {
        run: await readRun(context.database, runId),
        train: ofSplit('train'),
        eval: ofSplit('eval'),
        model: await runFiles(context, opened.run, emit),
        checkpoints: await readManifests(context.database, runId),
      };
    },
    openModel: async ({ runId }, emit) => {
      const run = await readRun(context.database, runId);
      await openProject(context, run.projectId);
      return {
        run,
        model: await runFiles(context, run, emit),
        checkpoints: await selectedManifests(context, run),
      };
    },
    rewindLog: async ({ runId, step }) => {
      await rewindLog(context.database, runId, step);
      return null;
    },
    logSteps: async ({ runId, device, reports, evalPoints, skipped, seconds }) => {
      await logSteps(context.database, runId, reports, evalPoints, (run) => ({
        ...run,
        ...(skipped.length > 0 ? { skipped: [...(run.skipped ?? []), ...skipped] } : {}),
        device,
        step: Math.max(run.step, reports.at(-1)?.step ?? 0, skipped.at(-1)?.step ?? 0),
        seconds,
      }));
      return null;
    },
    noteRun: async ({ runId, notice }) => {
      await updateRun(context.database, runId, (run) => ({ ...run, notices: [...(run.notices ?? []), notice].slice(-NOTICES_KEPT) }));
      return null;
    },
    commitCheckpoint: async ({ manifest, keep }) => {
      const best = await bestCheckpoint(context, manifest.runId, [manifest.step]);
      return { deleteFiles: await commitManifest(context.database, manifest, keep, best) };
    },
    freeCheckpoints: async ({ runId, keep }) => {
      const best = await bestCheckpoint(context, runId, []);
      return { deleteFiles: await dropManifests(context.database, runId, keep, best) };
    },
    setRunState: async ({ runId, state, cause }) => {
      if (state === 'running') context.training.add(runId);
      else context.training.delete(runId);
      await updateRun(context.database, runId, ({ failure: _failure, cause: _cause, ...run }) => ({
        ...run,
        state,
        ...(cause === undefined ? {} : { cause }),
      }));
      return readRun(context.database, runId);
    },
  };
}
