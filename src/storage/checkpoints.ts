// Checkpoints of a run. A save is: write a new file → flush → checksum → manifest in a strict transaction → delete files
// that no manifest names. Until the manifest is there the previous checkpoints are untouched, so a tab may die between
// any two operations, or within one, and the previous checkpoint still opens.

import type { FileStore } from './files';
import type { StoredManifest } from './schema';

/** Stores a manifest; the train worker asks the data worker for it. @returns files that no manifest names any more. */
export type CommitManifest = (manifest: StoredManifest) => Promise<readonly string[]>;

export interface DamagedCheckpoint {
  readonly step: number;
  readonly problem: 'missing' | 'wrong_length' | 'wrong_checksum';
}

export interface OpenedCheckpoint {
  /** null when no checkpoint is whole. */
  readonly found: { readonly step: number; readonly bytes: Uint8Array<ArrayBuffer> } | null;
  /** Newer checkpoints that could not be used. */
  readonly damaged: readonly DamagedCheckpoint[];
}

/** Folder of a run's files in OPFS. */
export function runFolder(runId: string): string {
  return `runs/${runId}`;
}

export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Writes the checkpoint and makes it the newest. */
export async function saveCheckpoint(
  files: FileStore,
  commit: CommitManifest,
  runId: string,
  step: number,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const file = `checkpoint-${step}.safetensors`;
  await files.write(`${runFolder(runId)}/${file}`, [bytes]);
  const unnamed = await commit({ runId, step, file, bytes: bytes.byteLength, sha256: await sha256(bytes) });
  for (const name of unnamed) await files.delete(`${runFolder(runId)}/${name}`);
}

/** The newest checkpoint whose file has the right length and checksum, and which newer ones have not. */
export async function openNewestCheckpoint(files: FileStore, manifests: readonly StoredManifest[]): Promise<OpenedCheckpoint> {
  const damaged: DamagedCheckpoint[] = [];
  for (const { runId, step, file, bytes, sha256: expected } of [...manifests].sort((a, b) => b.step - a.step)) {
    const blob = await files.open(`${runFolder(runId)}/${file}`);
    if (!blob) damaged.push({ step, problem: 'missing' });
    else if (blob.size !== bytes) damaged.push({ step, problem: 'wrong_length' });
    else {
      const content = new Uint8Array(await blob.arrayBuffer());
      if ((await sha256(content)) === expected) return { found: { step, bytes: content }, damaged };
      damaged.push({ step, problem: 'wrong_checksum' });
    }
  }
  return { found: null, damaged };
}

/** Deletes files of the run that no manifest names: rests of saves that never finished. */
export async function sweepCheckpoints(files: FileStore, runId: string, manifests: readonly StoredManifest[]): Promise<void> {
  const named = new Set(manifests.map((manifest) => `${runFolder(runId)}/${manifest.file}`));
  for (const { path } of await files.list(runFolder(runId)))
    if (!named.has(path) && path.includes('/checkpoint-')) await files.delete(path);
}
