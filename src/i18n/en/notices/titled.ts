export interface NoticeWords {
  /** Heading of a group of them. */
  readonly title: string;
  /** Sentences with the notice's values as `{name}`. */
  readonly message: string;
  readonly remedy: string;
}

/** Words of a notice that says its own sentences. */
export function titled(title: string): NoticeWords {
  return { title, message: '', remedy: '' };
}
