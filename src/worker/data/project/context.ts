// What the data worker's handlers need from outside (clock, ids, files, locks, tokenizers), so that they run in tests as
// they do in the browser, and what they keep in memory.

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
  /** Fetches a file by its path below the page's address. @throws AppError `not-found` or `network` */
  fetchAsset(path: string): Promise<Blob>;
  /** Opens a large file of the page, which is kept in OPFS once it was fetched. */
  readonly openPageFile: OpenPageFile;
  /** Returns the tokenizer with this id, of a model or one that comes with the studio. Loads it once. */
  tokenizer(id: string): Promise<Tokenizer>;
  /** Returns the tokenizer if it is loaded already; never loads it. */
  loadedTokenizer(id: string): Tokenizer | null;
  /** Milliseconds since 1970. */
  now(): number;
  newId(): string;
  /** Projects that this tab has locked, by id. */
  readonly open: Map<string, OpenProject>;
  /** Projects that are being opened, by id: calls that come together wait for one opening. */
  readonly opening: Map<string, Promise<OpenProject>>;
  /** Ids of the runs that the train worker of this tab is training. */
  readonly training: Set<string>;
}

/** A project that this tab has open, and what is kept of it in memory. */
export interface OpenProject {
  project: StoredProject;
  index: RecordIndex;
  check: StoredCheck | null;
  /** Tokenized records by id. `key` identifies the tokenizer and the render settings they were made with. */
  examples: { readonly key: string; readonly byId: Map<string, TokenizedExample> };
  /** Resolves when the last requested change is done. */
  queue: Promise<unknown>;
  /** Number of requested changes that are not done. */
  waiting: number;
}
