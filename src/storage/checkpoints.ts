// Checkpoints of a run. A save is: write a new file → flush → checksum → manifest in a strict transaction → delete files
// that no manifest names. Until the manifest is stored, the previous checkpoints are untouched. A tab may therefore die
// between any two operations, or within one, and the previous checkpoint still opens.

import type { DamagedCheckpoint } from '../core/training';
import type { FileStore } from './files';
import type { CheckpointManifest } from './schema';
import { partsOf, startSha256 } from './sha256';

/** Stores a manifest; the train worker asks the data worker to do it. @returns files that no manifest names any more */
export type CommitManifest = (manifest: CheckpointManifest) => Promise<readonly string[]>;

export interface OpenedCheckpoint {
  /** null when no checkpoint is intact. */
  readonly found: { readonly step: number; readonly blob: Blob } | null;
  /** Newer checkpoints that cannot be used. */
  readonly damaged: readonly DamagedCheckpoint[];
}

/** Folder of a run's files in OPFS. */
export function runFolder(runId: string): string {
  return `runs/${runId}`;
}

/** Returns the SHA-256 of a file, hex, with one part of it in memory at a time. */
async function sha256Of(file: Blob): Promise<string> {
  const hash = await startSha256();
  for await (const part of partsOf(file)) hash.update(part);
  return hash.digest();
}

/**
 * Writes a checkpoint part by part and makes it the newest.
 * @param step one that has no checkpoint yet, since a failed write deletes the file
 */
export async function saveCheckpoint(
  files: FileStore,
  commit: CommitManifest,
  runId: string,
  step: number,
  parts: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<void> {
  const file = `checkpoint-${step}.safetensors`;
  const hash = await startSha256();
  let bytes = 0;
  async function* measured(): AsyncGenerator<Uint8Array> {
    for await (const part of parts) {
      hash.update(part);
      bytes += part.byteLength;
      yield part;
    }
  }
  try {
    await files.write(`${runFolder(runId)}/${file}`, measured());
  } catch (error) {
    // Where there is no room left, half a file would take up the room of the next attempt.
    await files.delete(`${runFolder(runId)}/${file}`);
    throw error;
  }
  const unnamed = await commit({ runId, step, file, bytes, sha256: hash.digest() });
  for (const name of unnamed) await files.delete(`${runFolder(runId)}/${name}`);
}

/** Opens the newest checkpoint whose file has the right length and checksum, and lists the damaged newer ones. */
export async function openNewestCheckpoint(files: FileStore, manifests: readonly CheckpointManifest[]): Promise<OpenedCheckpoint> {
  const damaged: DamagedCheckpoint[] = [];
  for (const { runId, step, file, bytes, sha256: expected } of [...manifests].sort((a, b) => b.step - a.step)) {
    const blob = await files.open(`${runFolder(runId)}/${file}`);
    if (!blob) damaged.push({ step, problem: 'missing' });
    else if (blob.size !== bytes) damaged.push({ step, problem: 'wrong_length' });
    else {
      if ((await sha256Of(blob)) === expected) return { found: { step, blob }, damaged };
      damaged.push({ step, problem: 'wrong_checksum' });
    }
  }
  return { found: null, damaged };
}

/** Deletes checkpoint files of the run that no manifest names: leftovers of saves that never finished. */
export async function sweepCheckpoints(files: FileStore, runId: string, manifests: readonly CheckpointManifest[]): Promise<void> {
  const named = new Set(manifests.map((manifest) => `${runFolder(runId)}/${manifest.file}`));
  for (const { path } of await files.list(runFolder(runId)))
    if (!named.has(path) && path.includes('/checkpoint-')) await files.delete(path);
}
