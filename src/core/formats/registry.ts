// All row formats. The first one that detects a row reads it, so special forms come before general ones.

import type { NewRecord, ToolSpec } from '../record';
import { chatml } from './chatml';
import type { RowFormat, WrittenRow } from './format';
import { functionCallMessages } from './function-call-messages';
import { openai } from './openai';

export const formats = [chatml, functionCallMessages, openai] as const satisfies readonly RowFormat[];

export type FormatId = (typeof formats)[number]['id'];

/** Writes a record as a row of a format, see {@link RowFormat.write}. */
export function writeRow(format: FormatId, record: NewRecord, projectTools: readonly ToolSpec[]): WrittenRow {
  const found = formats.find((candidate) => candidate.id === format);
  if (found === undefined) throw new Error(`There is no format ${format}.`);
  return found.write(record, projectTools);
}
