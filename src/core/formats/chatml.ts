// The ChatML line: {"input": "<|im_start|>system\n…<|im_end|>\n…"}, with columns such as expected_tool beside it.

import { AppError } from '../failure';
import { hasTurnMarkers, readTurns, renderTurns } from '../function-call';
import { type JsonNode, member, sameValue, stringNode, textOf, tryParseJson, writePython } from '../json';
import type { Call, Message, NewRecord } from '../record';
import type { LostCode, RowFormat } from './format';
import { columnsOf, extraOf, type Field, factOf, readLayout, writeObject } from './layout';
import { lostColumns, lostOf } from './lost';
import { reject } from './rejection';

export const chatml: RowFormat<'chatml'> = {
  id: 'chatml',
  fileStem: 'qwen_toolcall',
  shownColumns: ['input'],

  detect: (row) => textOf(member(row, 'input'))?.includes('<|im_start|>') ?? false,

  read(row) {
    const input = textOf(member(row, 'input'));
    if (input === undefined) return reject('messages_missing', '"input" is not text.', 'Write the conversation as ChatML text.');
    const { messages, repaired } = readTurns(input);
    const { columns, layout } = readLayout(row, fieldsOf(messages));
    return { tools: [], messages, repaired, ...extraOf(columns, { '#layout': layout }) };
  },

  write(row) {
    const facts = row.source.format === 'chatml';
    const fields = fieldsOf(row.messages);
    const columns = columnsOf(row.extra);
    const line = writePython(writeObject(fields, columns, facts ? factOf(row.extra, '#layout') : undefined));
    return { line, lost: lost(row, fields) };
  },
};

/** `input`. A source text that means the same messages stays as it is, whatever its spaces. */
function fieldsOf(messages: readonly Message[]): readonly Field[] {
  return [{ key: 'input', node: inputNode(messages), normal: (source) => inputNode(readTurns(textOf(source) ?? '').messages) }];
}

function inputNode(messages: readonly Message[]): JsonNode {
  return stringNode(renderTurns(messages, { addGenerationPrompt: false }).text);
}

function lost(row: NewRecord, fields: readonly Field[]): LostCode[] {
  const { messages } = row;
  const columns = messages.some((message) => lostColumns(message.extra) || message.calls?.some((call) => lostColumns(call.extra)));
  return lostOf({
    tools: row.tools.length > 0,
    call_ids: messages.some((message) => message.callId !== undefined || message.calls?.some((call) => call.id !== undefined)),
    tool_names: messages.some((message) => message.name !== undefined),
    weights: messages.some((message) => message.weight !== undefined),
    columns: columns || fields.some((field) => Object.hasOwn(columnsOf(row.extra), field.key)),
    ...misread(messages),
  });
}

/** Text that holds the format's own words would be read as something else. */
function misread(messages: readonly Message[]): Partial<Record<LostCode, boolean>> {
  if (messages.some((message) => hasTurnMarkers(`${message.content ?? ''}${message.reasoning ?? ''}`))) return { turn_markers: true };
  const { text } = renderTurns(messages, { addGenerationPrompt: false });
  if (hasTurnMarkers(messages.flatMap((message) => (message.calls ?? []).map((call) => call.name + call.argumentsText)).join('\n'))) {
    return { turn_markers: true };
  }
  return { call_markers: !readsAs(text, messages) };
}

function readsAs(text: string, messages: readonly Message[]): boolean {
  try {
    const read = readTurns(text).messages;
    return read.length === messages.length && messages.every((message, index) => sameMessage(message, read[index]));
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

function sameMessage(a: Message, b: Message | undefined): boolean {
  if (b === undefined || a.role !== b.role || (a.content ?? '') !== (b.content ?? '')) return false;
  if (a.role === 'assistant' && a.reasoning !== b.reasoning) return false;
  const calls = a.calls ?? [];
  return calls.length === (b.calls ?? []).length && calls.every((call, index) => sameCall(call, b.calls?.[index]));
}

function sameCall(a: Call, b: Call | undefined): boolean {
  if (b === undefined || a.name !== b.name) return false;
  const left = tryParseJson(a.argumentsText);
  const right = tryParseJson(b.argumentsText);
  return left !== undefined && right !== undefined && sameValue(left, right);
}
