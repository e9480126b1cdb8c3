// Errors as data: a code, what happened, where, and what to do about it. They cross worker boundaries.

export type FailureCode =
  | 'bad-input' // a file, row or setting is wrong
  | 'not-found'
  | 'unsupported'
  | 'blocked' // errors of the checks stop it
  | 'no-webgpu'
  | 'device-lost'
  | 'out-of-memory'
  | 'storage'
  | 'in-use' // another tab holds the project
  | 'network' // a hub does not answer, or answers wrongly
  | 'aborted'
  | 'bug';

interface Place {
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  readonly record?: string;
}

export interface Failure {
  readonly code: FailureCode;
  /** Code of a translated notice, if there is one: `notices.<reason>` in i18n. */
  readonly reason?: string;
  /** What happened, in English, with the value that caused it. */
  readonly message: string;
  /** What to do about it, in English. */
  readonly remedy?: string;
  readonly place?: Place;
  /** Values for the translated notice. */
  readonly values?: Readonly<Record<string, string | number>>;
}

/** The only error class: an `Error` that carries a {@link Failure}. */
export class AppError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.message, options);
    this.name = 'AppError';
    this.failure = failure;
  }
}

/** Turns any thrown value into a {@link Failure}. A value other than an {@link AppError} is a `bug` (or `aborted`). */
export function toFailure(error: unknown): Failure {
  if (error instanceof AppError) return error.failure;
  if (error instanceof Error) return { code: error.name === 'AbortError' ? 'aborted' : 'bug', message: error.message };
  return { code: 'bug', message: String(error) };
}
