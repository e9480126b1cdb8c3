// One file of a hub into OPFS: goes on where the last try, or the last visit, ended; proved by size and hash.

import type { HubFile } from '../../../core/hub';
import type { FileStore } from '../../../storage/files';
import { hashed, partsOf, startGitBlobHash, startSha256 } from '../../../storage/sha256';
import { type HubFetch, networkFailure } from './fetch';
import { checkStatus, retrying, type Wait } from './retry';

export interface FileDownload {
  readonly files: Pick<FileStore, 'open' | 'write' | 'delete'>;
  readonly fetch: HubFetch;
  readonly url: string;
  /** In OPFS. */
  readonly path: string;
  readonly file: HubFile;
  /** Bytes of this file that are here now; may fall when a part has to be fetched again. */
  readonly onBytes: (bytes: number) => void;
  readonly signal: AbortSignal;
  readonly wait: Wait;
}

/** What a file's bytes are hashed into: SHA-256, which is stored, and what the hub names it by. */
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

/** What the hub names the file by; null where it gives no hash. */
function namedHash({ sha256, gitBlob }: HubFile): string | null {
  return gitBlob ?? sha256;
}

/** What is here already, in the proof. A file without a hash to prove it by is fetched anew. */
async function kept({ files, path, file }: FileDownload): Promise<{ have: number; proof: Proof }> {
  const proof = await startProof(file);
  const blob = namedHash(file) === null ? null : await files.open(path);
  if (!blob || blob.size > file.bytes) return { have: 0, proof };
  // Read again rather than believed: a killed tab leaves torn files, and the hash must be that of the disk.
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
    `${file.path} is longer than the ${file.bytes} bytes that the hub names (at least ${have}).`,
    { file: file.path, bytes: file.bytes },
    'The hub contradicts itself: try another one, or another revision.',
  );
}

/** One try. @returns SHA-256, hex */
async function fetchRest(download: FileDownload, reached: (have: number) => void): Promise<string> {
  const { files, fetch, url, path, file, onBytes, signal } = download;
  let { have, proof } = await kept(download);
  const resumed = have > 0;
  onBytes(have);
  if (have < file.bytes || file.bytes === 0) {
    const { status, parts } = await fetch(url, have, signal);
    checkStatus(status, url);
    if (status === 200 && have > 0) {
      // The hub sends no ranges: from the beginning.
      have = 0;
      proof = await startProof(file);
      onBytes(0);
    }
    await files.write(path, hashed(counted(parts, download, have, reached), proof), have);
  }
  const size = (await files.open(path))?.size ?? 0;
  if (size < file.bytes) throw networkFailure('hub_cut', `${file.path} broke off at ${size} of ${file.bytes} bytes.`, { file: file.path });
  const { sha256, kind, found } = proof.digest();
  const named = namedHash(file);
  if (named !== null && found !== named) {
    await files.delete(path);
    // A torn rest of an earlier visit is no fault of the hub.
    if (resumed) return fetchRest(download, reached);
    throw networkFailure(
      'hub_hash',
      `${file.path} has ${kind} ${found}, the hub names ${named}.`,
      { file: file.path },
      'It was damaged or changed on its way and was deleted. Fetch it again, from another hub if it stays so.',
    );
  }
  return sha256;
}

/** @returns SHA-256, hex. @throws AppError `network`, `aborted` or `storage`; what was fetched stays, to go on from */
export function downloadFile(download: FileDownload): Promise<string> {
  // Without ranges every try begins anew: only what no try had reached makes the patience whole.
  let furthest = 0;
  const work = (advanced: () => void) =>
    fetchRest(download, (have) => {
      if (have <= furthest) return;
      furthest = have;
      advanced();
    });
  return retrying(work, download.wait, download.signal);
}
