// Reads the state of a run from its newest intact checkpoint.

import { type CheckpointMetadata, type DamagedCheckpoint, readMetadata } from '../core/training';
import type { TensorRows } from '../core/weights';
import { openNewestCheckpoint } from './checkpoints';
import type { FileStore } from './files';
import type { CheckpointManifest } from './schema';
import { entryToRead, readHeader } from './stored-tensors';

/** The state in a checkpoint. Its tensors stay in the file until they are read. */
export interface StoredState {
  readonly step: number;
  readonly tensors: readonly TensorRows[];
}

export interface NewestState {
  /** null when no checkpoint is intact. */
  readonly state: StoredState | null;
  /** null without a checkpoint, and for one that an older ToolTune wrote without metadata. */
  readonly metadata: CheckpointMetadata | null;
  /** Newer checkpoints that cannot be used. */
  readonly damaged: readonly DamagedCheckpoint[];
}

/** Reads the newest intact checkpoint. @throws AppError as {@link readMetadata} */
export async function newestState(files: FileStore, checkpoints: readonly CheckpointManifest[]): Promise<NewestState> {
  const { found, damaged } = await openNewestCheckpoint(files, checkpoints);
  if (!found) return { state: null, metadata: null, damaged };
  const { tensors: entries, metadata } = await readHeader(found.blob);
  const tensors = entries.map((entry) => entryToRead(found.blob, entry));
  return { state: { step: found.step, tensors }, metadata: readMetadata(metadata, found.step), damaged };
}
