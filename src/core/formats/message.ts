// OpenAI-like messages, as the common and the OpenAI format share them.

import { arrayNode, type JsonNode, type JsonObject, member, stringNode, textOf } from '../json';
import type { Call, Message, Role } from '../record';
import { functionCallNode, readFunctionCall, readToolCall, toolCallNode } from './call';
import { contentNode, normalContent, readContent } from './content';
import { columnsOf, extraOf, type Field, factOf, readLayout, writeObject } from './layout';
import { describe, reject } from './rejection';
import { readWeight, weightField } from './weight';

/** The key that holds the calls of a message. */
export type CallStyle = 'tool_calls' | 'function_call';

const ROLES: ReadonlyMap<string, Role> = new Map([
  ['system', 'system'],
  ['developer', 'system'],
  ['user', 'user'],
  ['assistant', 'assistant'],
  ['tool', 'tool'],
  ['function', 'tool'],
]);

/** Reads a list of messages. `usual` is the call style that needs no fact. */
export function readMessages(node: JsonNode | undefined, usual: CallStyle): Message[] {
  if (node?.kind !== 'array' || node.items.length === 0) {
    const found = node === undefined ? 'missing' : node.kind === 'array' ? 'empty' : describe(node);
    return reject('messages_missing', `"messages" is ${found}.`, 'Give the row a list of messages with role and content.');
  }
  return node.items.map((item, index) => readMessage(item, index + 1, usual));
}

function readMessage(node: JsonNode, turn: number, usual: CallStyle): Message {
  if (node.kind !== 'object') {
    return reject(
      'message_shape',
      `Message ${turn} is ${describe(node)}, not an object.`,
      'Write messages as {"role": "…", "content": "…"}.',
      { turn },
    );
  }
  const role = readRole(node, turn);
  const { style, calls } = readCalls(node, role, turn, usual);
  const message: Message = {
    role,
    ...readContent(node, turn),
    ...(role === 'assistant' ? optional('reasoning', readText(node, 'reasoning_content', turn)) : {}),
    ...(calls.length > 0 ? { calls } : {}),
    ...(role === 'tool' ? optional('callId', readText(node, 'tool_call_id', turn)) : {}),
    ...(role === 'tool' ? optional('name', readText(node, 'name', turn)) : {}),
    ...optional('weight', readWeight(node, turn)),
  };
  const { columns, layout } = readLayout(node, messageFields(message, style, true));
  const calling = style === usual ? undefined : JSON.stringify(style);
  return { ...message, ...extraOf(columns, { '#calls': calling, '#layout': layout }) };
}

/** The message as an object. With `facts`, the way its source wrote it is kept where nobody changed it. */
export function messageNode(message: Message, usual: CallStyle, facts: boolean): JsonObject {
  const other: CallStyle = usual === 'tool_calls' ? 'function_call' : 'tool_calls';
  const style = facts && factOf(message.extra, '#calls') === JSON.stringify(other) ? other : usual;
  const fits = style === 'tool_calls' || (message.calls ?? []).length < 2;
  const fields = messageFields(message, fits ? style : 'tool_calls', facts);
  return writeObject(fields, columnsOf(message.extra), facts ? factOf(message.extra, '#layout') : undefined);
}

function messageFields(message: Message, style: CallStyle, facts: boolean): readonly Field[] {
  const fields: Field[] = [{ key: 'role', node: stringNode(message.role), normal: normalRole }];
  if (message.role === 'tool') fields.push(textField('tool_call_id', message.callId), textField('name', message.name));
  fields.push({ key: 'content', node: contentNode(message), normal: normalContent });
  if (message.role === 'assistant') {
    const calls = message.calls ?? [];
    fields.push(
      textField('reasoning_content', message.reasoning),
      { key: 'function_call', node: style === 'function_call' ? functionCall(calls, facts) : undefined, normal: nothing },
      { key: 'tool_calls', node: style === 'tool_calls' ? toolCalls(calls, facts) : undefined, normal: nothing },
    );
  }
  fields.push(weightField(message.weight));
  return fields;
}

function functionCall(calls: readonly Call[], facts: boolean): JsonNode | undefined {
  const [call] = calls;
  return call === undefined ? undefined : functionCallNode(call, facts);
}

function toolCalls(calls: readonly Call[], facts: boolean): JsonNode | undefined {
  return calls.length === 0 ? undefined : arrayNode(calls.map((call) => toolCallNode(call, facts)));
}

/** For fields whose value keeps its own layout inside: only null and empty values of the source stay as they are. */
function nothing(): undefined {
  return undefined;
}

function readRole(node: JsonObject, turn: number): Role {
  const found = member(node, 'role');
  const name = textOf(found);
  const role = name === undefined ? undefined : ROLES.get(name);
  if (role !== undefined) return role;
  const shown = name?.slice(0, 40) ?? (found === undefined ? 'none' : describe(found));
  const remedy =
    shown === 'tool_call' || shown === 'tool_response'
      ? 'This looks like an ms-swift row: put the calls into "tool_calls" of an assistant message and name the results "tool".'
      : 'Rename it to system, user, assistant or tool.';
  return reject('role_unknown', `Message ${turn} has the role ${JSON.stringify(shown)}.`, remedy, { role: shown, turn });
}

function normalRole(source: JsonNode | undefined): JsonNode | undefined {
  const role = ROLES.get(textOf(source) ?? '');
  return role === undefined ? undefined : stringNode(role);
}

function readCalls(node: JsonObject, role: Role, turn: number, usual: CallStyle): { style: CallStyle; calls: readonly Call[] } {
  const list = present(member(node, 'tool_calls'));
  const single = present(member(node, 'function_call'));
  if (list === undefined && single === undefined) return { style: usual, calls: [] };
  if (role !== 'assistant') {
    reject('calls_misplaced', `Message ${turn} of the role ${role} has calls.`, 'Only assistant messages call tools.', { role, turn });
  }
  if (list !== undefined && single !== undefined) {
    reject('calls_misplaced', `Message ${turn} has both "tool_calls" and "function_call".`, 'Keep one of them.', { role, turn });
  }
  if (single !== undefined) return { style: 'function_call', calls: [readFunctionCall(single)] };
  if (list?.kind !== 'array') {
    return reject('call_shape', `"tool_calls" of message ${turn} is no list.`, 'Write it as a list of calls.', { turn });
  }
  return { style: 'tool_calls', calls: list.items.map(readToolCall) };
}

/** A member that says something: neither missing, nor null, nor an empty list. */
export function present(node: JsonNode | undefined): JsonNode | undefined {
  if (node === undefined || node.kind === 'null') return undefined;
  return node.kind === 'array' && node.items.length === 0 ? undefined : node;
}

function readText(node: JsonObject, key: string, turn: number): string | undefined {
  const value = member(node, key);
  if (value === undefined || value.kind === 'null') return undefined;
  if (value.kind === 'string') return value.value;
  return reject('field_type', `"${key}" of message ${turn} is ${describe(value)}, not text.`, 'Write it as text.', { field: key, turn });
}

function textField(key: string, value: string | undefined): Field {
  const node = value === undefined ? undefined : stringNode(value);
  return { key, node, normal: (source) => (source?.kind === 'string' ? source : undefined) };
}

function optional<Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } {
  const fields: { [K in Key]?: Value } = {};
  if (value !== undefined) fields[key] = value;
  return fields;
}
