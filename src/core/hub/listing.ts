// A hub's answer about a model: the commit of a revision, and its files with size and hash.

import * as z from 'zod/mini';
import { AppError } from '../failure';
import type { Hub } from './hub';

export interface HubFile {
  /** Relative to the model's folder. */
  readonly path: string;
  readonly bytes: number;
  /** Hex; null if the hub has none (Hugging Face: small files, which are not in LFS). */
  readonly sha256: string | null;
  /** Git's hash of a file that is not in LFS, hex: SHA-1 of "blob ", the size in decimal, a zero byte and the content. */
  readonly gitBlob?: string;
}

interface HubListing {
  /** The files of a commit never change. */
  readonly commit: string;
  readonly files: readonly HubFile[];
}

/** The files to download of one model at one commit. */
export interface HubModel extends HubListing {
  readonly hub: Hub;
  readonly name: string;
  /** The branch, tag or commit that was requested. */
  readonly revision: string;
}

const size = z.int().check(z.gte(0));
const COMMIT = /^[0-9a-f]{40}$/;
const sha256 = z.string().check(z.toLowerCase(), z.regex(/^[0-9a-f]{64}$/));
const sha1 = z.string().check(z.regex(COMMIT));

const huggingFace = z.looseObject({
  sha: sha1,
  // For a file in LFS, `blobId` is the hash of its pointer file.
  siblings: z.array(
    z.looseObject({ rfilename: z.string(), size, blobId: z.optional(z.unknown()), lfs: z.nullish(z.looseObject({ sha256 })) }),
  ),
});

const modelScope = z.looseObject({
  Data: z.looseObject({
    Files: z.array(z.looseObject({ Path: z.string(), Type: z.string(), Size: size, Sha256: z.nullish(z.string()) })),
  }),
});

/**
 * @param text body of the response from the listing's address
 * @param revision that was requested. A listing of ModelScope names no commit: there the revision takes its place, and the
 *   SHA-256 of the files identify what was downloaded.
 * @throws AppError `network` if the response is not a listing, or is one of another commit than requested
 */
export function parseListing({ layout }: Pick<Hub, 'layout'>, text: string, revision: string): HubListing {
  const value = parsedJson(text);
  if (layout === 'modelscope') {
    const { success, data } = modelScope.safeParse(value);
    if (!success) throw noListing();
    const files = data.Data.Files.filter(({ Type }) => Type !== 'tree');
    return {
      commit: revision,
      files: files.map(({ Path, Size, Sha256 }) => ({ path: Path, bytes: Size, sha256: sha256.safeParse(Sha256).data ?? null })),
    };
  }
  const { success, data } = huggingFace.safeParse(value);
  if (!success) throw noListing();
  if (COMMIT.test(revision) && data.sha !== revision) throw otherCommit(revision, data.sha);
  return {
    commit: data.sha,
    files: data.siblings.map(({ rfilename: path, size: bytes, blobId, lfs }) => {
      if (lfs) return { path, bytes, sha256: lfs.sha256 };
      const gitBlob = sha1.safeParse(blobId).data;
      return { path, bytes, sha256: null, ...(gitBlob === undefined ? {} : { gitBlob }) };
    }),
  };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw noListing(cause);
  }
}

function otherCommit(wanted: string, named: string): AppError {
  return new AppError({
    code: 'network',
    reason: 'hub_commit',
    message: `The hub answered with commit ${named} instead of ${wanted}.`,
    remedy: 'Try another hub: this one does not return the commit it was asked for.',
    values: { wanted, named },
  });
}

function noListing(cause?: unknown): AppError {
  return new AppError(
    {
      code: 'network',
      reason: 'hub_listing',
      message: 'The hub’s response is not a list of files with their sizes.',
      remedy: 'Check that the address is a hub, and not its web page or a sign-in page.',
    },
    { cause },
  );
}
