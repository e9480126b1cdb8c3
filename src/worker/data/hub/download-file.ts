// One file of a hub into OPFS: goes on where the last try, or the last visit, ended; proved by size and SHA-256.

import type { HubFile } from '../../../core/hub';
import type { FileStore } from '../../../storage/files';
import { hashed, partsOf, type Sha256, startSha256 } from '../../../storage/sha256';
import { type HubFetch, networkFailure } from './fetch';
import { checkStatus, retrying, type Wait } from './retry';

export interface FileDownload {
  readonly files: FileStore;
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

/** What is here already, in the hash. A file without a hash to prove it by is fetched anew. */
async function kept({ files, path, file }: FileDownload): Promise<{ have: number; hash: Sha256 }> {
  const hash = await startSha256();
  const blob = file.sha256 === null ? null : await files.open(path);
  if (!blob || blob.size > file.bytes) return { have: 0, hash };
  // Read again rather than believed: a killed tab leaves torn files, and the hash must be that of the disk.
  for await (const part of partsOf(blob)) hash.update(part);
  return { have: blob.size, hash };
}

async function* counted(parts: AsyncIterable<Uint8Array>, download: FileDownload, from: number, advanced: () => void) {
  const { file, onBytes } = download;
  let have = from;
  for await (const part of parts) {
    have += part.byteLength;
    if (have > file.bytes) throw wrongSize(download, have);
    yield part;
    onBytes(have);
    advanced();
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
async function fetchRest(download: FileDownload, advanced: () => void): Promise<string> {
  const { files, fetch, url, path, file, onBytes, signal } = download;
  let { have, hash } = await kept(download);
  const resumed = have > 0;
  onBytes(have);
  if (have < file.bytes || file.bytes === 0) {
    const { status, parts } = await fetch(url, have, signal);
    checkStatus(status, url);
    if (status === 200 && have > 0) {
      // The hub sends no ranges: from the beginning.
      have = 0;
      hash = await startSha256();
      onBytes(0);
    }
    await files.write(path, hashed(counted(parts, download, have, advanced), hash), have);
  }
  const size = (await files.open(path))?.size ?? 0;
  if (size < file.bytes) throw networkFailure('hub_cut', `${file.path} broke off at ${size} of ${file.bytes} bytes.`, { file: file.path });
  const digest = hash.digest();
  if (file.sha256 !== null && digest !== file.sha256) {
    await files.delete(path);
    // A torn rest of an earlier visit is no fault of the hub.
    if (resumed) return fetchRest(download, advanced);
    throw networkFailure(
      'hub_hash',
      `${file.path} has SHA-256 ${digest}, the hub names ${file.sha256}.`,
      { file: file.path },
      'It was damaged or changed on its way and was deleted. Fetch it again, from another hub if it stays so.',
    );
  }
  return digest;
}

/** @returns SHA-256, hex. @throws AppError `network`, `aborted` or `storage`; what was fetched stays, to go on from */
export function downloadFile(download: FileDownload): Promise<string> {
  return retrying((advanced) => fetchRest(download, advanced), download.wait, download.signal);
}
