// The common line: {"messages": [..., {"role": "assistant", "function_call": {"name": "…", "arguments": "{ … }"}}]}.

import { arrayNode, type JsonNode, type JsonObject, member, writeCompact } from '../json';
import type { Message, NewRecord } from '../record';
import { withResultNames } from './call-ids';
import type { LostCode, RowFormat } from './format';
import { columnsOf, extraOf, type Field, factOf, readLayout, writeObject } from './layout';
import { lostColumns, lostOf } from './lost';
import { messageNode, present, readMessages } from './message';

export const functionCallMessages: RowFormat<'function_call_messages'> = {
  id: 'function_call_messages',
  fileStem: 'common_toolcall',
  shownColumns: [],

  detect(row) {
    if (present(member(row, 'tools')) !== undefined || present(member(row, 'functions')) !== undefined) return false;
    const messages = member(row, 'messages');
    const items = messages?.kind === 'array' ? messages.items : [];
    return items.some((item) => has(item, 'function_call')) && !items.some((item) => has(item, 'tool_calls'));
  },

  read(row) {
    const messages = readMessages(member(row, 'messages'), 'function_call');
    const { columns, layout } = readLayout(row, fieldsOf(messages, true));
    return { tools: [], messages, repaired: false, ...extraOf(columns, { '#layout': layout }) };
  },

  write(row) {
    const facts = row.source.format === 'function_call_messages';
    const messages = facts ? row.messages : strip(row.messages);
    const fields = fieldsOf(messages.flatMap(oneCallEach), facts);
    const line = writeCompact(writeObject(fields, columnsOf(row.extra), facts ? factOf(row.extra, '#layout') : undefined));
    return { line, lost: lost(row, facts) };
  },
};

function has(message: JsonNode, key: string): boolean {
  return message.kind === 'object' && present(member(message, key)) !== undefined;
}

function fieldsOf(messages: readonly Message[], facts: boolean): readonly Field[] {
  return [{ key: 'messages', node: arrayNode(messages.map((message) => commonNode(message, facts))), normal: () => undefined }];
}

/** Results of legacy calls have the role `function`. */
function commonNode(message: Message, facts: boolean): JsonObject {
  const node = messageNode(message, 'function_call', facts);
  if (facts || message.role !== 'tool') return node;
  return { ...node, members: node.members.map((entry) => (entry.key === 'role' ? { ...entry, value: FUNCTION } : entry)) };
}

const FUNCTION: JsonNode = { kind: 'string', value: 'function' };

/** The fields that the common line knows; its arguments are strings. */
function strip(messages: readonly Message[]): Message[] {
  return withResultNames(messages).map(({ role, content, calls, name, extra }) => ({
    role,
    ...(content === undefined ? {} : { content }),
    ...(calls === undefined ? {} : { calls: calls.map((call) => ({ ...call, encoding: 'string' as const })) }),
    ...(name === undefined ? {} : { name }),
    ...(extra === undefined ? {} : { extra }),
  }));
}

/** A message holds one call: several become messages one after the other, text first. */
function oneCallEach(message: Message): Message[] {
  const [first, ...others] = message.calls ?? [];
  if (first === undefined || others.length === 0) return [message];
  return [{ ...message, calls: [first] }, ...others.map((call): Message => ({ role: message.role, calls: [call] }))];
}

function lost({ messages, tools, extra }: NewRecord, facts: boolean): LostCode[] {
  const calls = messages.flatMap((message) => message.calls ?? []);
  return lostOf({
    tools: tools.length > 0,
    call_ids: calls.some((call) => call.id !== undefined) || (!facts && messages.some((message) => message.callId !== undefined)),
    reasoning: !facts && messages.some((message) => message.reasoning !== undefined),
    weights: !facts && messages.some((message) => message.weight !== undefined),
    columns: (!facts && calls.some((call) => lostColumns(call.extra))) || Object.hasOwn(columnsOf(extra), 'messages'),
    parallel_calls: messages.some((message) => (message.calls ?? []).length > 1),
  });
}
