// {"input": "<|im_start|>system\n…<|im_end|>\n…"}: the conversation as ChatML text, next to columns such as expected_tool.

import { AppError } from '../failure';
import { hasTurnMarkers, readTurns, renderTurns } from '../function-call';
import { type JsonNode, member, sameValue, stringNode, textOf, tryParseJson, writePython } from '../json';
import type { Call, Message, NewRecord } from '../record';
import { type LostCode, lostColumns, lostOf, type RowFormat } from './format';
import { columnsOf, extraOf, type Field, noteOf, readLayout, withNotesOf, writeObject } from './layout';
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
    const { columns, layout } = readLayout(row, [inputField(messages)]);
    return { tools: [], messages, repaired, ...extraOf(columns, { '#layout': layout }) };
  },

  write(record) {
    const { messages, extra } = withNotesOf(chatml.id, record);
    const line = writePython(writeObject([inputField(messages)], columnsOf(extra), noteOf(extra, '#layout')));
    return { line, lost: lost(record) };
  },
};

/** The field `input`. A source text with the same messages is kept as it is, whatever its spaces. */
function inputField(messages: readonly Message[]): Field {
  return { key: 'input', node: inputNode(messages), normalize: (source) => inputNode(readTurns(textOf(source) ?? '').messages) };
}

function inputNode(messages: readonly Message[]): JsonNode {
  return stringNode(renderTurns(messages, { addGenerationPrompt: false }).text);
}

function lost({ messages, tools, extra }: NewRecord): LostCode[] {
  const calls = messages.flatMap((message) => message.calls ?? []);
  return lostOf({
    tools: tools.length > 0,
    call_ids: messages.some((message) => message.callId !== undefined) || calls.some((call) => call.id !== undefined),
    tool_names: messages.some((message) => message.name !== undefined),
    weights: messages.some((message) => message.weight !== undefined),
    columns: [...messages, ...calls].some((part) => lostColumns(part.extra)) || Object.hasOwn(columnsOf(extra), 'input'),
    ...misread(messages),
  });
}

/** Finds text that a reader would take for the format's own markers. */
function misread(messages: readonly Message[]): Partial<Record<LostCode, boolean>> {
  const calls = messages.flatMap((message) => message.calls ?? []);
  const texts = [
    ...messages.map((message) => `${message.content ?? ''}${message.reasoning ?? ''}`),
    ...calls.map((call) => call.name + call.argumentsText),
  ];
  if (texts.some(hasTurnMarkers)) return { turn_markers: true };
  return { call_markers: !isReadAs(renderTurns(messages, { addGenerationPrompt: false }).text, messages) };
}

function isReadAs(text: string, messages: readonly Message[]): boolean {
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
