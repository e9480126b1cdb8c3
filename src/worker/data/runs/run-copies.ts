// Creates a run from another one, with the same records and recipe: from the beginning, or from one of its checkpoints.

import { AppError } from '../../../core/failure';
import { runFolder } from '../../../storage/checkpoints';
import { copyRun, readManifests, readRun, readStoredRun, rewound } from '../../../storage/runs';
import type { CheckpointManifest, StoredRun } from '../../../storage/schema';
import { partsOf } from '../../../storage/sha256';
import { byteCounter, type Job, progressOf } from '../../progress';
import type { DataCalls } from '../../protocol';
import type { Handlers } from '../../rpc';
import { writeFolder } from '../models/write-folder';
import type { DataContext } from '../project/context';
import { openProject } from '../project/open-project';
import { runName } from './run-names';

/** Returns a copy of `run` that has not been trained. */
function freshRun(context: DataContext, run: StoredRun): StoredRun {
  const { failure: _failure, cause: _cause, skipped: _skipped, notices: _notices, origin: _origin, ...kept } = run;
  const id = context.newId();
  return { ...kept, id, name: runName(id), createdAt: context.now(), state: 'paused', device: null, step: 0, seconds: 0 };
}

function checkpointGone(step: number): AppError {
  return new AppError({
    code: 'not-found',
    reason: 'checkpoint_gone',
    message: `This run has no checkpoint of step ${step} any more.`,
    remedy: 'Choose one of the checkpoints that it has. To keep more, raise save_total_limit before the next run.',
    values: { step },
  });
}

/** Copies the checkpoint's file into the folder of another run. Its checksum is verified when that run resumes. */
async function copyCheckpoint(
  context: DataContext,
  manifest: CheckpointManifest,
  runId: string,
  { emit, signal }: Job,
): Promise<CheckpointManifest> {
  const blob = await context.files.open(`${runFolder(manifest.runId)}/${manifest.file}`);
  if (!blob) throw checkpointGone(manifest.step);
  const counted = byteCounter(progressOf(emit, 'copy', blob.size, context.now), signal);
  await context.files.write(`${runFolder(runId)}/${manifest.file}`, counted(partsOf(blob)));
  return { ...manifest, runId };
}

function skippedOf({ skipped }: StoredRun): Pick<StoredRun, 'skipped'> {
  return skipped ? { skipped } : {};
}

/** Creates a run that continues from a checkpoint of `run`. @returns its id. @throws AppError `not-found` without that checkpoint */
async function continueRun(context: DataContext, run: StoredRun, step: number, job: Job): Promise<string> {
  const manifest = (await readManifests(context.database, run.id)).find((one) => one.step === step);
  if (!manifest) throw checkpointGone(step);
  const state = step >= run.plan.steps ? 'done' : 'paused';
  const copy: StoredRun = {
    ...freshRun(context, run),
    ...skippedOf(rewound(run, step)),
    device: run.device,
    state,
    step,
    origin: { runId: run.id, name: run.name, step },
  };
  await writeFolder(context, runFolder(copy.id), async () =>
    copyRun(context.database, run.id, copy, await copyCheckpoint(context, manifest, copy.id, job)),
  );
  return copy.id;
}

export function runCopyHandlers(context: DataContext): Handlers<Pick<DataCalls, 'duplicateRun' | 'continueRun'>> {
  return {
    duplicateRun: async ({ runId }) => {
      const run = await readStoredRun(context.database, runId);
      await openProject(context, run.projectId);
      const copy = freshRun(context, run);
      await copyRun(context.database, runId, copy, null);
      return readRun(context.database, copy.id);
    },
    continueRun: async ({ runId, step }, emit, signal) => {
      const run = await readStoredRun(context.database, runId);
      await openProject(context, run.projectId);
      return readRun(context.database, await continueRun(context, run, step, { emit, signal }));
    },
  };
}
