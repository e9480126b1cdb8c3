// What a dataset exporter is. registry.ts lists them.

import type { WrittenRow } from '../formats';
import type { DataRecord, Split, ToolSpec } from '../record';
import type { TokenizedExample } from '../tokenizer';

/** The records of one split, or of both. */
export type ExportedSplit = Split | 'all';

/** The text a record is trained on, and its tokens, uncut. */
export interface TokenizedRecord {
  readonly text: string;
  readonly example: TokenizedExample;
}

/** What an exporter may need besides the records. */
export interface DatasetSource {
  /** The project's tools, for records without tools of their own. */
  readonly tools: readonly ToolSpec[];
  /** Tokens at which training cuts an example. */
  readonly maxLength: number;
  /** Loads the tokenizer of the project's model and returns a function that renders and tokenizes a record. */
  readonly loadTokenizer: () => Promise<(record: DataRecord) => TokenizedRecord>;
}

/** A way to write records as JSONL. */
export interface DatasetExporter<Id extends string = string> {
  /** Its name in the recipe's `export`. */
  readonly id: Id;
  fileName(split: ExportedSplit): string;
  /** Columns to print first from an exported row; none = the whole row. */
  readonly shownColumns: readonly string[];
  /** The lines depend on the model, the prompt format and the training settings of the recipe. */
  readonly usesTokenizer: boolean;
  /** Returns a function that writes a record as one line. */
  openWriter(source: DatasetSource): Promise<(record: DataRecord) => WrittenRow>;
}
