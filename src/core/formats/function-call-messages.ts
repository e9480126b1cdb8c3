// {"messages": [..., {"role": "assistant", "function_call": {"name": "…", "arguments": "{ … }"}}]}, without a list of tools.

import { arrayNode, type JsonNode, type JsonObject, member, stringNode, writeCompact } from '../json';
import type { Message, NewRecord } from '../record';
import { withResultNames } from './call-ids';
import { type LostCode, lostColumns, lostOf, type RowFormat } from './format';
import { columnsOf, extraOf, type Field, noteOf, readLayout, withNotesOf, writeObject } from './layout';
import { messageNode, nonEmpty, readMessages } from './message';

export const functionCallMessages: RowFormat<'function_call_messages'> = {
  id: 'function_call_messages',
  fileStem: 'common_toolcall',
  shownColumns: [],

  detect(row) {
    if (nonEmpty(member(row, 'tools')) !== undefined || nonEmpty(member(row, 'functions')) !== undefined) return false;
    const messages = member(row, 'messages');
    const items = messages?.kind === 'array' ? messages.items : [];
    return items.some((item) => has(item, 'function_call')) && !items.some((item) => has(item, 'tool_calls'));
  },

  read(row) {
    const messages = readMessages(member(row, 'messages'), 'function_call');
    const { columns, layout } = readLayout(row, [messagesField(messages.map(ownNode))]);
    return { tools: [], messages, repaired: false, ...extraOf(columns, { '#layout': layout }) };
  },

  write(record) {
    const { messages, extra } = withNotesOf(functionCallMessages.id, record);
    const nodes = isOwn(record) ? messages.flatMap(oneCallEach).map(ownNode) : plain(messages).flatMap(oneCallEach).map(foreignNode);
    const line = writeCompact(writeObject([messagesField(nodes)], columnsOf(extra), noteOf(extra, '#layout')));
    return { line, lost: lost(record) };
  },
};

function isOwn(record: NewRecord): boolean {
  return record.source.format === functionCallMessages.id;
}

function has(message: JsonNode, key: string): boolean {
  return message.kind === 'object' && nonEmpty(member(message, key)) !== undefined;
}

function messagesField(nodes: readonly JsonNode[]): Field {
  return { key: 'messages', node: arrayNode(nodes), normalize: () => undefined };
}

function ownNode(message: Message): JsonObject {
  return messageNode(message, 'function_call');
}

/** A message of another format; results of legacy calls have the role `function`. */
function foreignNode(message: Message): JsonObject {
  const node = ownNode(message);
  if (message.role !== 'tool') return node;
  return { ...node, members: node.members.map((entry) => (entry.key === 'role' ? { ...entry, value: stringNode('function') } : entry)) };
}

/** Messages of another format with the fields that this format has. Arguments become strings. */
function plain(messages: readonly Message[]): Message[] {
  return withResultNames(messages).map(({ role, content, calls, name, extra }) => ({
    role,
    ...(content === undefined ? {} : { content }),
    ...(calls === undefined
      ? {}
      : { calls: calls.map((call) => ({ name: call.name, argumentsText: call.argumentsText, encoding: 'string' as const })) }),
    ...(name === undefined ? {} : { name }),
    ...(extra === undefined ? {} : { extra }),
  }));
}

/** Splits a message with several calls into one message a call; the text goes with the first. */
function oneCallEach(message: Message): Message[] {
  const [first, ...others] = message.calls ?? [];
  if (first === undefined || others.length === 0) return [message];
  return [{ ...message, calls: [first] }, ...others.map((call): Message => ({ role: message.role, calls: [call] }))];
}

function lost(record: NewRecord): LostCode[] {
  const { messages, tools, extra } = record;
  const calls = messages.flatMap((message) => message.calls ?? []);
  const always = {
    tools: tools.length > 0,
    call_ids: calls.some((call) => call.id !== undefined),
    columns: Object.hasOwn(columnsOf(extra), 'messages'),
    parallel_calls: messages.some((message) => (message.calls ?? []).length > 1),
  };
  if (isOwn(record)) return lostOf(always);
  return lostOf({
    ...always,
    call_ids: always.call_ids || messages.some((message) => message.callId !== undefined),
    reasoning: messages.some((message) => message.reasoning !== undefined),
    weights: messages.some((message) => message.weight !== undefined),
    columns: always.columns || calls.some((call) => lostColumns(call.extra)),
  });
}
