// A run's state out of and into checkpoint files.

import { readSafetensors, writeSafetensors } from '../../core/weights';
import type { TrainState } from '../../ml';
import { type DamagedCheckpoint, openNewestCheckpoint } from '../../storage/checkpoints';
import type { FileStore } from '../../storage/files';
import type { CheckpointManifest } from '../run-protocol';

export interface NewestState {
  /** null: no checkpoint is whole. */
  readonly state: TrainState | null;
  readonly damaged: readonly DamagedCheckpoint[];
}

export async function newestState(files: FileStore, checkpoints: readonly CheckpointManifest[]): Promise<NewestState> {
  const { found, damaged } = await openNewestCheckpoint(files, checkpoints);
  return { state: found && { step: found.step, tensors: readSafetensors(found.bytes).tensors }, damaged };
}

/** A checkpoint file: parameters and AdamW's moments, the step in the metadata. */
export function checkpointBytes({ step, tensors }: TrainState): Uint8Array<ArrayBuffer> {
  return writeSafetensors(tensors, { format: 'pt', step: String(step) });
}
