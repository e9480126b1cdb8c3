// A run's newest whole checkpoint, out of its file.

import { type CheckpointMetadata, readMetadata } from '../../core/checkpoint';
import type { TrainState } from '../../ml';
import { type DamagedCheckpoint, openNewestCheckpoint } from '../../storage/checkpoints';
import type { FileStore } from '../../storage/files';
import type { CheckpointManifest } from '../run-protocol';
import { readTensors } from '../stored-tensors';

export interface NewestState {
  /** null: no checkpoint is whole. */
  readonly state: TrainState | null;
  /** What it says of itself; null where there is no checkpoint, or one of an older ToolTune. */
  readonly metadata: CheckpointMetadata | null;
  readonly damaged: readonly DamagedCheckpoint[];
}

/** The newest whole checkpoint, read tensor by tensor. @throws AppError as {@link readMetadata} */
export async function newestState(files: FileStore, checkpoints: readonly CheckpointManifest[]): Promise<NewestState> {
  const { found, damaged } = await openNewestCheckpoint(files, checkpoints);
  if (!found) return { state: null, metadata: null, damaged };
  const { tensors, metadata } = await readTensors(found.blob);
  return { state: { step: found.step, tensors }, metadata: readMetadata(metadata, found.step), damaged };
}
