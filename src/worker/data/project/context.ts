// What the data worker's handlers work with. Clock, ids, files, locks and tokenizers come in from outside, so that the
// handlers run in tests as they do in the browser.

import type { TokenizedExample, Tokenizer } from '../../../core/tokenizer';
import type { FileStore } from '../../../storage/files';
import type { TabLocks } from '../../../storage/locks';
import type { Database, StoredCheck, StoredProject } from '../../../storage/schema';
import type { OpenPageFile } from '../models/page-files';
import type { RecordIndex } from '../records/record-index';

export interface DataContext {
  readonly database: Database;
  readonly files: FileStore;
  readonly locks: TabLocks;
  /** A file of the page's own origin, by its path below the page's address. @throws AppError `not-found` */
  fetchAsset(path: string): Promise<Blob>;
  /** A large file of the page, kept in OPFS once it was fetched. */
  readonly openPageFile: OpenPageFile;
  /** The tokenizer with this id (built in, or of a stored model), loaded once. */
  tokenizer(id: string): Promise<Tokenizer>;
  /** The same, if it is already loaded; never loads. */
  loadedTokenizer(id: string): Tokenizer | null;
  /** Milliseconds since 1970. */
  now(): number;
  newId(): string;
  /** Projects this tab holds the lock of. */
  readonly open: Map<string, OpenProject>;
  /** Projects that are being opened: calls that come together wait for one opening. */
  readonly opening: Map<string, Promise<OpenProject>>;
  /** Runs that the train worker of this tab trains now. */
  readonly training: Set<string>;
}

/** A project that this tab has open, with what is kept of it in memory. */
export interface OpenProject {
  project: StoredProject;
  index: RecordIndex;
  check: StoredCheck | null;
  /** Tokenized rows by record id, valid for one tokenizer and way of rendering. */
  rows: { readonly key: string; readonly byId: Map<string, TokenizedExample> };
  /** Resolves when the last change that was asked for is done; `waiting` counts those that are not. */
  queue: Promise<unknown>;
  waiting: number;
}
