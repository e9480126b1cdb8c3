// Explains what the browser's storage throws, with a remedy.

import { AppError, type Failure, toFailure } from '../core/failure';

/** Names of DOMExceptions that IndexedDB and OPFS throw. */
const KNOWN: Readonly<Record<string, Failure>> = {
  QuotaExceededError: {
    code: 'storage',
    reason: 'quota',
    message: 'The browser has no storage left for this site.',
    remedy: 'Delete a project, a run or a model, or free disk space, then try again.',
  },
  InvalidStateError: {
    code: 'storage',
    reason: 'closed_database',
    message: 'The database was closed, because another tab upgraded it or the browser cleared it.',
    remedy: 'Reload the page.',
  },
  NoModificationAllowedError: {
    code: 'in-use',
    reason: 'file_in_use',
    message: 'A stored file is being written by another tab.',
    remedy: 'Close the other ToolTune tabs, then try again.',
  },
};

/** Like `toFailure`, but also explains errors of the browser's storage. */
export function explainFailure(error: unknown): Failure {
  if (error instanceof AppError || !(error instanceof Error)) return toFailure(error);
  return KNOWN[error.name] ?? toFailure(error);
}
