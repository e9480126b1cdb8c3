// Retries after temporary errors: a broken connection, a busy hub.

import { AppError } from '../../../core/failure';
import { throwIfAborted } from '../../progress';
import { networkFailure } from './fetch';

/** Milliseconds before each retry. The failure after the last one is final. */
const WAITS = [500, 2_000, 5_000, 15_000];

export type Wait = (milliseconds: number) => Promise<void>;

/** Failures that a retry does not change. */
const FINAL_REASONS = new Set(['hub_redirect', 'hub_refused', 'hub_absent', 'hub_size', 'hub_hash', 'hub_listing']);

function isTemporary(error: unknown): boolean {
  return error instanceof AppError && error.failure.code === 'network' && !FINAL_REASONS.has(error.failure.reason ?? '');
}

/**
 * Runs `work` until it succeeds or fails for good.
 * @param work one attempt; it calls `advanced` whenever it makes progress, which resets the count of failures
 * @throws what the last attempt threw
 */
export async function retrying<R>(work: (advanced: () => void) => Promise<R>, wait: Wait, signal: AbortSignal): Promise<R> {
  let failures = 0;
  const advanced = () => {
    failures = 0;
  };
  for (;;) {
    try {
      return await work(advanced);
    } catch (error) {
      const pause = WAITS[failures];
      failures += 1;
      throwIfAborted(signal);
      if (!isTemporary(error) || pause === undefined) throw error;
      await wait(pause);
    }
  }
}

/** @throws AppError `network` for every status except 200 and 206. {@link retrying} retries 429, 5xx and other uncommon ones. */
export function checkStatus(status: number, url: string): void {
  if (status === 200 || status === 206) return;
  const { host, pathname } = new URL(url);
  const values = { host, status, file: decodeURIComponent(pathname) };
  if (status === 404) {
    throw networkFailure('hub_absent', `${host} has nothing at ${values.file}.`, values, 'Check the name and the revision on the hub.');
  }
  if (status === 401 || status === 403) {
    throw networkFailure(
      'hub_refused',
      `${host} does not allow access to ${values.file} (status ${status}).`,
      values,
      'Private and gated models need an account. Download the folder yourself and drop it here.',
    );
  }
  throw networkFailure('hub_status', `${host} answered with status ${status} for ${values.file}.`, values);
}
