// What the studio tells a person while it works.

/** A sentence in English, and the code and values from which the page translates it (`notices.<code>` in i18n). */
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
