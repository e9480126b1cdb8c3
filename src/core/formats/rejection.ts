// Why a row or a file was not taken.

import { AppError } from '../failure';
import type { JsonNode } from '../json';

/** Every code of a notice that reading files can emit; each has its sentence in i18n under `notices.<code>`. */
export const REJECTION_CODES = [
  // the file
  'utf16',
  'not_text',
  'not_json',
  'file_too_large',
  'empty_file',
  // one line
  'broken_utf8',
  'line_too_long',
  'lone_carriage_return',
  'json_syntax',
  'json_incomplete',
  'json_depth',
  'lone_surrogate',
  'row_not_object',
  // the row as a whole
  'wrapper',
  'format_unknown',
  'format_unsupported',
  'reader_failed',
  // inside the row
  'messages_missing',
  'message_shape',
  'role_unknown',
  'field_type',
  'content_parts',
  'weight',
  'call_shape',
  'calls_misplaced',
  'arguments_not_json',
  'tools_shape',
  'tool_type',
  'chatml_structure',
  'call_not_json',
  'template_text',
  // notes: understood, nothing is missing
  'byte_order_mark',
  'blank_lines',
  'calls_repaired',
] as const;

export type RejectionCode = (typeof REJECTION_CODES)[number];

const KNOWN: ReadonlySet<string> = new Set(REJECTION_CODES);

export function isRejectionCode(code: string | undefined): code is RejectionCode {
  return code !== undefined && KNOWN.has(code);
}

/** Stops the reading of one row: openSource turns this failure into a Refusal with file, line and excerpt. */
export function reject(
  code: RejectionCode,
  message: string,
  remedy: string,
  values: Readonly<Record<string, string | number>> = {},
): never {
  throw new AppError({ code: 'bad-input', reason: code, message, remedy, values });
}

/** `a list`, `text`: for messages about a wrong type. */
export function typeName(node: JsonNode): string {
  if (node.kind === 'null') return 'null';
  return { object: 'an object', array: 'a list', string: 'text', number: 'a number', boolean: 'true or false' }[node.kind];
}
