// Why a row or a file was rejected.

import { AppError } from '../failure';
import type { JsonNode } from '../json';

/** Codes of the notices that reading files can emit. Each has its words in i18n as `notices.<code>`. */
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
  // notes: read completely, but worth knowing
  'byte_order_mark',
  'blank_lines',
  'calls_repaired',
] as const;

export type RejectionCode = (typeof REJECTION_CODES)[number];

const KNOWN: ReadonlySet<string> = new Set(REJECTION_CODES);

export function isRejectionCode(code: string | undefined): code is RejectionCode {
  return code !== undefined && KNOWN.has(code);
}

/** Stops reading one row. The failure becomes a `RejectedRow` with file, line and excerpt. */
export function reject(
  code: RejectionCode,
  message: string,
  remedy: string,
  values: Readonly<Record<string, string | number>> = {},
): never {
  throw new AppError({ code: 'bad-input', reason: code, message, remedy, values });
}

/** Names the type of a node in messages: `a list`, `text`. */
export function typeName(node: JsonNode): string {
  if (node.kind === 'null') return 'null';
  return { object: 'an object', array: 'a list', string: 'text', number: 'a number', boolean: 'true or false' }[node.kind];
}
