// Weights out of stored files: a model's safetensors, and a run's newest whole checkpoint.

import { AppError } from '../../core/failure';
import {
  headerBytes,
  type NamedTensor,
  readSafetensors,
  readSafetensorsHeader,
  readTensor,
  type TensorEntry,
  writeSafetensors,
} from '../../core/weights';
import type { TrainState } from '../../ml';
import { type DamagedCheckpoint, openNewestCheckpoint } from '../../storage/checkpoints';
import type { FileStore } from '../../storage/files';
import type { CheckpointManifest } from '../run-protocol';

const FIRST_BYTES = 8;

async function bytesOf(blob: Blob, start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.slice(start, end).arrayBuffer());
}

/** Opens one stored safetensors file and reads its header. @throws AppError `not-found`, or as {@link readSafetensorsHeader} */
async function openTensors(files: FileStore, path: string): Promise<{ blob: Blob; entries: readonly TensorEntry[] }> {
  const blob = await files.open(path);
  if (!blob) {
    throw new AppError({
      code: 'not-found',
      reason: 'weights_gone',
      message: `The stored weights ${path} are gone.`,
      remedy: 'Add the model again.',
      values: { file: path },
    });
  }
  const headerEnd = headerBytes(await bytesOf(blob, 0, FIRST_BYTES), blob.size);
  return { blob, entries: readSafetensorsHeader(await bytesOf(blob, 0, headerEnd), blob.size).tensors };
}

/**
 * The tensors of the files one by one, in the order of their bytes: at any time only the yielded one is in memory, as
 * stored and as F32. All headers are read and checked before the first tensor.
 * @throws AppError `not-found` for a file that is gone, or as {@link readSafetensorsHeader}
 */
export async function* streamTensors(files: FileStore, paths: readonly string[]): AsyncGenerator<NamedTensor, void, undefined> {
  const opened = [];
  for (const path of paths) opened.push(await openTensors(files, path));
  for (const { blob, entries } of opened) {
    for (const entry of entries) yield readTensor(await bytesOf(blob, entry.start, entry.end), entry);
  }
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
