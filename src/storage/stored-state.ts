// A run's newest whole checkpoint, in its file.

import { type CheckpointMetadata, type DamagedCheckpoint, readMetadata } from '../core/training';
import type { TensorRows } from '../core/weights';
import { openNewestCheckpoint } from './checkpoints';
import type { FileStore } from './files';
import type { CheckpointManifest } from './schema';
import { entryToRead, readHeader } from './stored-tensors';

/** A checkpoint's state; its tensors stay in the file until they are read. */
export interface StoredState {
  readonly step: number;
  readonly tensors: readonly TensorRows[];
}

export interface NewestState {
  /** null: no checkpoint is whole. */
  readonly state: StoredState | null;
  /** What it says of itself; null where there is no checkpoint, or one of an older ToolTune. */
  readonly metadata: CheckpointMetadata | null;
  readonly damaged: readonly DamagedCheckpoint[];
}

/** The newest whole checkpoint. @throws AppError as {@link readMetadata} */
export async function newestState(files: FileStore, checkpoints: readonly CheckpointManifest[]): Promise<NewestState> {
  const { found, damaged } = await openNewestCheckpoint(files, checkpoints);
  if (!found) return { state: null, metadata: null, damaged };
  const { tensors: entries, metadata } = await readHeader(found.blob);
  const tensors = entries.map((entry) => entryToRead(found.blob, entry));
  return { state: { step: found.step, tensors }, metadata: readMetadata(metadata, found.step), damaged };
}
