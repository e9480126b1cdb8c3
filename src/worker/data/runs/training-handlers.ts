// Handlers for the train worker: a run's rows, its log and its checkpoints.

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
import { cachedTokenizer, renderSettings, tokenizeRecord } from '../records/tokenize';
import { openRunContext, type RunContext } from './run-context';
import { selectedManifests } from './run-weights';

const ROWS_AT_ONCE = 50;
/** Notices of a run that are kept: the latest. */
const NOTICES_KEPT = 20;

/** The run's rows as they were when it was made, whatever the project has become since. */
async function rowsOf(context: DataContext, { run, open, tokenizer }: RunContext, records: readonly DataRecord[], { emit, signal }: Job) {
  const rendition = renderSettings(run.recipe, tokenizer, run.tools);
  const unchanged = open.project.revision === run.revision;
  const tokenize = unchanged ? cachedTokenizer(open, rendition) : (record: DataRecord) => tokenizeRecord(record, rendition);
  const rows: TokenizedExample[] = [];
  const report = progressOf(emit, 'tokenize', records.length, context.now);
  for (const record of records) {
    rows.push(truncateExample(tokenize(record), run.recipe.train.max_length));
    if (rows.length % ROWS_AT_ONCE !== 0) continue;
    report(rows.length);
    await yieldToEventLoop();
    throwIfAborted(signal);
  }
  report(records.length);
  return rows;
}

/** A run that is stored as running when its session opens anew was cut off. */
function interrupted(run: StoredRun): StoredRun {
  return run.state === 'running' ? { ...run, state: 'interrupted' } : run;
}

/** The checkpoint that the run will end with, when it ends with its best; `more`: steps about to have one. */
async function bestCheckpoint(context: DataContext, runId: string, more: readonly number[]): Promise<number | null> {
  const { recipe, evalPoints, checkpoints } = await readRun(context.database, runId);
  return recipe.train.load_best_model_at_end ? bestStep(evalPoints, [...checkpoints, ...more]) : null;
}

export function trainingHandlers(context: DataContext): Handlers<Omit<RunCalls, keyof AnswerCalls | keyof AdapterCalls>> {
  return {
    openRun: async ({ runId }, emit, signal) => {
      const session = await openRunContext(context, runId);
      context.training.delete(runId);
      await updateRun(context.database, runId, interrupted);
      const records = await readRunRecords(context.database, runId);
      const rows = await rowsOf(context, session, records, { emit, signal });
      const side = (split: DataRecord['split']) => rows.filter((_, position) => records[position]?.split === split);
      return {
        run: await readRun(context.database, runId),
        train: side('train'),
        eval: side('eval'),
        model: await runFiles(context, session.run, emit),
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
