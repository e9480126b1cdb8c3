// Saves the checkpoints of a session, and makes room when the browser has none left.

import { version } from '../../../package.json';
import type { Failure } from '../../core/failure';
import type { Notice } from '../../core/notice';
import type { EvalPoint, Run } from '../../core/training';
import { betterPoint, type RunIdentity, writeMetadata } from '../../core/training';
import { planSafetensors } from '../../core/weights';
import type { CheckpointDue, StateTensor } from '../../ml';
import { runFolder, saveCheckpoint } from '../../storage/checkpoints';
import type { CheckpointManifest } from '../../storage/schema';
import { explainFailure } from '../../storage/storage-failure';
import type { TrainEvent } from '../protocol';
import type { TrainContext } from './context';

export interface CheckpointSaver {
  /** Notes an eval point for the metadata of the next checkpoint. */
  evalPoint(point: EvalPoint): void;
  /** Notes a skipped step for the metadata of the next checkpoint. */
  skipped(): void;
  /** @returns false when there is no room, even with all older checkpoints deleted. @throws AppError for any other failure */
  save(event: CheckpointDue): Promise<boolean>;
}

/** Yields the file's bytes, with one tensor read back from the device at a time. */
async function* checkpointParts(tensors: readonly StateTensor[], metadata: Record<string, string>): AsyncGenerator<Uint8Array> {
  yield planSafetensors(tensors, metadata).header;
  for (const { read } of tensors) {
    for await (const { buffer, byteOffset, byteLength } of read()) yield new Uint8Array(buffer, byteOffset, byteLength);
  }
}

/** @param startStep step at which this session resumes, whose checkpoint exists; 0 = none */
export function createCheckpointSaver(
  context: TrainContext,
  run: Run,
  identity: RunIdentity,
  startStep: number,
  emit: (event: TrainEvent) => void,
): CheckpointSaver {
  const { seed, save_total_limit } = run.recipe.train;
  let best = run.evalPoints.filter(({ step }) => step <= startStep).reduce(betterPoint, null);
  let skipped = run.skipped?.filter(({ step }) => step <= startStep).length ?? 0;
  let savedStep = startStep;

  async function write({ step, tensors }: CheckpointDue): Promise<void> {
    const epoch = run.plan.stepsPerEpoch > 0 ? step / run.plan.stepsPerEpoch : 0;
    const metadata = writeMetadata({ step, epoch, seed, ...identity, tooltune: version, best, skipped });
    const keep = Math.max(2, save_total_limit);
    const commit = async (manifest: CheckpointManifest) => (await context.data.call('commitCheckpoint', { manifest, keep })).deleteFiles;
    await saveCheckpoint(context.files, commit, run.id, step, checkpointParts(tensors, metadata));
  }

  /** Writes the checkpoint. @returns false when there was no room */
  async function tryWrite(event: CheckpointDue): Promise<boolean> {
    try {
      await write(event);
      return true;
    } catch (error) {
      if (explainFailure(error).reason !== 'quota') throw error;
      return false;
    }
  }

  /** Deletes older checkpoints. @returns whether there were any */
  async function makeRoom(): Promise<boolean> {
    const { deleteFiles } = await context.data.call('freeCheckpoints', { runId: run.id, keep: 1 });
    for (const file of deleteFiles) await context.files.delete(`${runFolder(run.id)}/${file}`);
    return deleteFiles.length > 0;
  }

  return {
    evalPoint(point) {
      best = betterPoint(best, point);
    },
    skipped() {
      skipped += 1;
    },
    async save(event) {
      // A pause before the first step or right after a save has nothing new to save.
      if (event.step === savedStep) return true;
      if (!(await tryWrite(event))) {
        if (!(await makeRoom()) || !(await tryWrite(event))) return false;
        emit({ kind: 'notice', notice: checkpointsFreed(event.step) });
      }
      savedStep = event.step;
      emit({ kind: 'checkpoint', step: event.step });
      return true;
    },
  };
}

function checkpointsFreed(step: number): Notice {
  return {
    code: 'checkpoints_freed',
    message: `There was no room for the checkpoint of step ${step}, so older checkpoints of this run were deleted.`,
    remedy: 'Training continues. Delete runs, models or projects you no longer need, or free disk space.',
    values: { step },
  };
}

/** Reports that training continues without the checkpoint: the steps since the last one are at risk. */
export function checkpointNotSaved(step: number): Notice {
  return {
    code: 'checkpoint_not_saved',
    message: `The checkpoint of step ${step} could not be saved, because the browser has no storage left. The previous one is kept.`,
    remedy: 'Training continues and saves the next one. Delete runs, models or projects, or free disk space, before then.',
    values: { step },
  };
}

/** Explains why a run is paused at its end: there was no room for its last checkpoint. */
export function noRoomAtEnd(step: number): Failure {
  return {
    code: 'storage',
    reason: 'no_room_at_end',
    message: `The checkpoint of step ${step} could not be saved, because the browser has no storage left. The previous one is kept.`,
    remedy:
      'Delete runs, models or projects you no longer need, or free disk space. Then resume: the steps since the previous checkpoint are trained again.',
    values: { step },
  };
}
