// What a row format is.

import type { JsonObject } from '../json';
import type { NewRecord, ToolSpec } from '../record';

/** What a format could not hold of a record. */
export const LOST_CODES = [
  'tools', // the record's own list of tools
  'call_ids',
  'tool_names', // names on tool results
  'reasoning',
  'weights',
  'columns', // columns that no field names
  'parallel_calls', // several calls in one turn became several turns
  'turn_markers', // text holds <|im_start|> or <|im_end|>: read again, the turns would differ
  'call_markers', // text holds <function_call> or <think>: read again, it would be a call or reasoning
] as const;

export type LostCode = (typeof LOST_CODES)[number];

/** A row as a format read it; openSource adds where it came from. */
export interface ReadRow extends Omit<NewRecord, 'source'> {
  /** Some call was malformed, but could be read. */
  readonly repaired: boolean;
}

export interface WrittenRow {
  /** One line of JSON, without the newline. */
  readonly line: string;
  readonly lost: readonly LostCode[];
}

export interface RowFormat<Id extends string = string> {
  readonly id: Id;
  /** Beginning of the names of exported files: `qwen_toolcall` in `qwen_toolcall_train.jsonl`. */
  readonly fileStem: string;
  /** Columns to print first from an exported row; none = the whole row. */
  readonly shownColumns: readonly string[];
  /** Whether the row is meant to be of this format. Looks at names of columns, is quick, never throws. */
  detect(row: JsonObject): boolean;
  /** @throws AppError made by `refuse`. */
  read(row: JsonObject): ReadRow;
  /**
   * The line of a row. For a row that this format read and nobody changed, it is the source line again, spaces and
   * string escapes aside. `projectTools` stand in where the row has no tools of its own.
   */
  write(row: NewRecord, projectTools: readonly ToolSpec[]): WrittenRow;
}
