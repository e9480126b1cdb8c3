// What the studio tells a person: a code that the page translates, values for the sentence, and its English text.

/** A sentence for a person: `code` is translated (`notices.<code>` in i18n), `message`/`remedy` are its English. */
export interface Notice {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly values: Readonly<Record<string, string | number>>;
}

export interface Progress {
  readonly phase: string;
  readonly done: number;
  readonly total: number;
  /** Seconds; null while unknown. */
  readonly secondsLeft: number | null;
}
