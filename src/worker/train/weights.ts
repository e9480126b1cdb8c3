// Weights out of stored files: a model's safetensors, and a run's newest whole checkpoint.

import { AppError } from '../../core/failure';
import { headerBytes, type NamedTensor, readSafetensors, readSafetensorsHeader, readTensor, writeSafetensors } from '../../core/weights';
import type { TrainState } from '../../ml';
import { type DamagedCheckpoint, openNewestCheckpoint } from '../../storage/checkpoints';
import type { FileStore } from '../../storage/files';
import type { CheckpointManifest } from '../run-protocol';

const FIRST_BYTES = 8;

async function bytesOf(blob: Blob, start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.slice(start, end).arrayBuffer());
}

/** All tensors of the files, one tensor's bytes in memory beside them at a time. @throws AppError `not-found` */
export async function readWeights(files: FileStore, paths: readonly string[]): Promise<NamedTensor[]> {
  const tensors: NamedTensor[] = [];
  for (const path of paths) {
    const blob = await files.open(path);
    if (!blob) throw new AppError({ code: 'not-found', message: `The stored weights ${path} are gone.`, remedy: 'Add the model again.' });
    const headerEnd = headerBytes(await bytesOf(blob, 0, FIRST_BYTES), blob.size);
    const header = readSafetensorsHeader(await bytesOf(blob, 0, headerEnd), blob.size);
    for (const entry of header.tensors) tensors.push(readTensor(await bytesOf(blob, entry.start, entry.end), entry));
  }
  return tensors;
}

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
