// Downloads one file from a hub into OPFS. Continues where the last attempt, or the last visit, ended, and verifies the
// file by size and hash.

import type { HubFile } from '../../../core/hub';
import type { FileStore } from '../../../storage/files';
import { hashed, partsOf, startGitBlobHash, startSha256 } from '../../../storage/sha256';
import { type HubFetch, networkFailure } from './fetch';
import { checkStatus, retrying, type Wait } from './retry';

export interface FileDownload {
  readonly files: Pick<FileStore, 'open' | 'write' | 'delete'>;
  readonly fetch: HubFetch;
  readonly url: string;
  /** Path in OPFS. */
  readonly path: string;
  readonly file: HubFile;
  /** Called with the bytes of this file that are stored. The number falls when a part has to be fetched again. */
  readonly onBytes: (bytes: number) => void;
  readonly signal: AbortSignal;
  readonly wait: Wait;
}

/** Hashes a file's bytes: SHA-256, which is stored, and the hash that the hub gives. */
interface Proof {
  update(bytes: Uint8Array): void;
  digest(): { readonly sha256: string; readonly kind: string; readonly found: string };
}

async function startProof({ bytes, gitBlob }: HubFile): Promise<Proof> {
  const sha256 = await startSha256();
  const git = gitBlob === undefined ? null : await startGitBlobHash(bytes);
  return {
    update(part) {
      sha256.update(part);
      git?.update(part);
    },
    digest() {
      const stored = sha256.digest();
      return git ? { sha256: stored, kind: 'git hash', found: git.digest() } : { sha256: stored, kind: 'SHA-256', found: stored };
    },
  };
}

/** Returns the hash that the hub gives the file; null when it gives none. */
function namedHash({ sha256, gitBlob }: HubFile): string | null {
  return gitBlob ?? sha256;
}

/** Hashes what is stored already. A file for which the hub gives no hash is fetched from the beginning. */
async function readKept({ files, path, file }: FileDownload): Promise<{ have: number; proof: Proof }> {
  const proof = await startProof(file);
  const blob = namedHash(file) === null ? null : await files.open(path);
  if (!blob || blob.size > file.bytes) return { have: 0, proof };
  // Read the file again: a killed tab leaves torn files, so the hash must be that of the bytes on the disk.
  for await (const part of partsOf(blob)) proof.update(part);
  return { have: blob.size, proof };
}

async function* counted(parts: AsyncIterable<Uint8Array>, download: FileDownload, from: number, reached: (have: number) => void) {
  const { file, onBytes } = download;
  let have = from;
  for await (const part of parts) {
    have += part.byteLength;
    if (have > file.bytes) throw wrongSize(download, have);
    yield part;
    onBytes(have);
    reached(have);
  }
}

function wrongSize({ file }: FileDownload, have: number) {
  return networkFailure(
    'hub_size',
    `${file.path} has at least ${have} bytes, but the hub lists it with ${file.bytes}.`,
    { file: file.path, bytes: file.bytes },
    'Try another hub, or another revision.',
  );
}

/** Makes one attempt. @returns SHA-256, hex */
async function fetchRest(download: FileDownload, reached: (have: number) => void): Promise<string> {
  const { files, fetch, url, path, file, onBytes, signal } = download;
  let { have, proof } = await readKept(download);
  const resumed = have > 0;
  onBytes(have);
  if (have < file.bytes || file.bytes === 0) {
    const { status, parts } = await fetch(url, have, signal);
    checkStatus(status, url);
    if (status === 200 && have > 0) {
      // The hub does not support ranges: start from the beginning.
      have = 0;
      proof = await startProof(file);
      onBytes(0);
    }
    await files.write(path, hashed(counted(parts, download, have, reached), proof), have);
  }
  const size = (await files.open(path))?.size ?? 0;
  if (size < file.bytes) {
    throw networkFailure('hub_cut', `The download of ${file.path} stopped at ${size} of ${file.bytes} bytes.`, { file: file.path });
  }
  const { sha256, kind, found } = proof.digest();
  const named = namedHash(file);
  if (named !== null && found !== named) {
    await files.delete(path);
    // A torn file of an earlier visit is not the hub's fault: fetch it from the beginning.
    if (resumed) return fetchRest(download, reached);
    throw networkFailure(
      'hub_hash',
      `${file.path} has ${kind} ${found}, but the hub lists ${named}.`,
      { file: file.path },
      'The file was damaged or changed on the way, and was deleted. Download it again; if that does not help, use another hub.',
    );
  }
  return sha256;
}

/**
 * Downloads the file.
 * @returns SHA-256, hex
 * @throws AppError `network`, `aborted` or `storage`; what was stored is kept, to continue from
 */
export function downloadFile(download: FileDownload): Promise<string> {
  // Without ranges every attempt starts from the beginning, so only bytes that no attempt had reached count as an advance.
  let furthest = 0;
  const work = (advanced: () => void) =>
    fetchRest(download, (have) => {
      if (have <= furthest) return;
      furthest = have;
      advanced();
    });
  return retrying(work, download.wait, download.signal);
}
