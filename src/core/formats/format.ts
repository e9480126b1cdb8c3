// What a row format is, and what a format may not be able to hold.

import type { JsonObject } from '../json';
import type { NewRecord, ToolSpec } from '../record';
import { columnsOf, type Extra } from './layout';

/** A record as a format read it, before its source is known. */
interface ReadRecord extends Omit<NewRecord, 'source'> {
  /** A call was malformed, but could be read. */
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
  /** Whether the row is meant to be in this format. Reads only the names of columns, is fast, never throws. */
  detect(row: JsonObject): boolean;
  /** @throws AppError made by `reject` */
  read(row: JsonObject): ReadRecord;
  /**
   * Writes a record as a line. A record that this format read and nobody changed gives its source line again, except for
   * spaces and string escapes. `projectTools` are written for a record without tools of its own.
   */
  write(record: NewRecord, projectTools: readonly ToolSpec[]): WrittenRow;
}

/** What a format could not hold of a record. */
export const LOST_CODES = [
  'tools', // the record's own list of tools
  'call_ids',
  'tool_names', // names on tool results
  'reasoning',
  'weights',
  'columns', // columns that are not fields
  'parallel_calls', // several calls in one turn became several turns
  'turn_markers', // text contains <|im_start|> or <|im_end|>: the turns would be read differently
  'call_markers', // text contains <function_call> or <think>: it would be read as a call or as reasoning
] as const;

export type LostCode = (typeof LOST_CODES)[number];

/** Returns the codes that apply, in the order of {@link LOST_CODES}. */
export function lostOf(applies: Partial<Record<LostCode, boolean>>): LostCode[] {
  return LOST_CODES.filter((code) => applies[code] === true);
}

/** Whether leaving out an `extra` loses anything. A null column holds nothing. */
export function lostColumns(extra: Extra | undefined): boolean {
  return Object.values(columnsOf(extra)).some((text) => text !== 'null');
}
