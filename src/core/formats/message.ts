// OpenAI-like messages, as the formats `function_call_messages` and `openai` share them.

import { arrayNode, type JsonNode, type JsonObject, member, NULL, stringNode, textOf } from '../json';
import type { Call, Message, Role } from '../record';
import { functionCallNode, readFunctionCall, readToolCall, toolCallNode } from './call';
import { columnsOf, extraOf, type Field, noteOf, readLayout, writeObject } from './layout';
import { reject, typeName } from './rejection';
import { readWeight, weightField } from './weight';

/** The member with the calls of a message. */
type CallStyle = 'tool_calls' | 'function_call';

const ROLES: ReadonlyMap<string, Role> = new Map([
  ['system', 'system'],
  ['developer', 'system'],
  ['user', 'user'],
  ['assistant', 'assistant'],
  ['tool', 'tool'],
  ['function', 'tool'],
]);

/** Reads a list of messages. A message whose calls are in another style than `usual` gets the note `#calls`. */
export function readMessages(node: JsonNode | undefined, usual: CallStyle): Message[] {
  if (node?.kind !== 'array' || node.items.length === 0) {
    const found = node === undefined ? 'missing' : node.kind === 'array' ? 'empty' : typeName(node);
    return reject('messages_missing', `"messages" is ${found}.`, 'Give the row a list of messages with role and content.');
  }
  return node.items.map((item, index) => readMessage(item, index + 1, usual));
}

function readMessage(node: JsonNode, turn: number, usual: CallStyle): Message {
  if (node.kind !== 'object') {
    return reject(
      'message_shape',
      `Message ${turn} is ${typeName(node)}, not an object.`,
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
  const { columns, layout } = readLayout(node, messageFields(message, style));
  const calling = style === usual ? undefined : JSON.stringify(style);
  return { ...message, ...extraOf(columns, { '#calls': calling, '#layout': layout }) };
}

/** Returns the message as an object, in the layout of its notes where it has not changed. */
export function messageNode(message: Message, usual: CallStyle): JsonObject {
  const other: CallStyle = usual === 'tool_calls' ? 'function_call' : 'tool_calls';
  const style = noteOf(message.extra, '#calls') === JSON.stringify(other) ? other : usual;
  const fits = style === 'tool_calls' || (message.calls ?? []).length < 2;
  const fields = messageFields(message, fits ? style : 'tool_calls');
  return writeObject(fields, columnsOf(message.extra), noteOf(message.extra, '#layout'));
}

function messageFields(message: Message, style: CallStyle): readonly Field[] {
  const fields: Field[] = [{ key: 'role', node: stringNode(message.role), normalize: normalizeRole }];
  if (message.role === 'tool') fields.push(textField('tool_call_id', message.callId), textField('name', message.name));
  fields.push({ key: 'content', node: contentNode(message), normalize: normalizeContent });
  if (message.role === 'assistant') {
    const calls = message.calls ?? [];
    fields.push(
      textField('reasoning_content', message.reasoning),
      { key: 'function_call', node: style === 'function_call' ? functionCall(calls) : undefined, normalize: keepEmpty },
      { key: 'tool_calls', node: style === 'tool_calls' ? toolCalls(calls) : undefined, normalize: keepEmpty },
    );
  }
  fields.push(weightField(message.weight));
  return fields;
}

function functionCall(calls: readonly Call[]): JsonNode | undefined {
  const [call] = calls;
  return call === undefined ? undefined : functionCallNode(call);
}

function toolCalls(calls: readonly Call[]): JsonNode | undefined {
  return calls.length === 0 ? undefined : arrayNode(calls.map(toolCallNode));
}

/** For fields whose values keep their own layout: only null and empty values of the source are kept as they are. */
function keepEmpty(): undefined {
  return undefined;
}

function readRole(node: JsonObject, turn: number): Role {
  const found = member(node, 'role');
  const name = textOf(found);
  const role = name === undefined ? undefined : ROLES.get(name);
  if (role !== undefined) return role;
  const shown = name?.slice(0, 40) ?? (found === undefined ? 'none' : typeName(found));
  const remedy =
    shown === 'tool_call' || shown === 'tool_response'
      ? 'This looks like an ms-swift row: put the calls into "tool_calls" of an assistant message and name the results "tool".'
      : 'Rename it to system, user, assistant or tool.';
  return reject('role_unknown', `Message ${turn} has the role ${JSON.stringify(shown)}.`, remedy, { role: shown, turn });
}

function normalizeRole(source: JsonNode | undefined): JsonNode | undefined {
  const role = ROLES.get(textOf(source) ?? '');
  return role === undefined ? undefined : stringNode(role);
}

/** Reads text, null, nothing, or a list of text parts. Parts are joined to one text; the layout keeps the list. */
function readContent(node: JsonObject, turn: number): Pick<Message, 'content'> {
  const content = member(node, 'content');
  if (content === undefined) return {};
  if (content.kind === 'null') return { content: null };
  if (content.kind === 'string') return { content: content.value };
  if (content.kind !== 'array') {
    const remedy = 'Write the content as text, e.g. with json.dumps.';
    return reject('field_type', `"content" of message ${turn} is ${typeName(content)}, not text.`, remedy, { field: 'content', turn });
  }
  const text = joinParts(content);
  if (text !== undefined) return { content: text };
  const remedy = 'Only text can be trained here: remove images, sound and other parts, or the row.';
  return reject('content_parts', `"content" of message ${turn} is a list with parts that are not text.`, remedy, { turn });
}

/** The text of a list of `{type: "text", text}` parts; undefined if any part is something else. */
function joinParts(content: JsonNode): string | undefined {
  if (content.kind !== 'array') return undefined;
  const texts: string[] = [];
  for (const part of content.items) {
    const text = part.kind === 'object' && textOf(member(part, 'type')) === 'text' ? textOf(member(part, 'text')) : undefined;
    if (text === undefined) return undefined;
    texts.push(text);
  }
  return texts.join('');
}

function contentNode(message: Message): JsonNode | undefined {
  if (message.content === undefined) return undefined;
  return message.content === null ? NULL : stringNode(message.content);
}

function normalizeContent(source: JsonNode | undefined): JsonNode | undefined {
  const text = source === undefined ? undefined : joinParts(source);
  return text === undefined ? source : stringNode(text);
}

function readCalls(node: JsonObject, role: Role, turn: number, usual: CallStyle): { style: CallStyle; calls: readonly Call[] } {
  const list = nonEmpty(member(node, 'tool_calls'));
  const single = nonEmpty(member(node, 'function_call'));
  if (list === undefined && single === undefined) return { style: usual, calls: [] };
  if (role !== 'assistant') {
    reject('calls_misplaced', `Message ${turn} has the role ${role}, but calls tools.`, 'Only assistant messages call tools.', {
      role,
      turn,
    });
  }
  if (list !== undefined && single !== undefined) {
    reject('calls_misplaced', `Message ${turn} has both "tool_calls" and "function_call".`, 'Keep one of them.', { role, turn });
  }
  if (single !== undefined) return { style: 'function_call', calls: [readFunctionCall(single)] };
  if (list?.kind !== 'array') {
    return reject('call_shape', `"tool_calls" of message ${turn} is not a list.`, 'Write it as a list of calls.', { turn });
  }
  return { style: 'tool_calls', calls: list.items.map(readToolCall) };
}

/** The node, or undefined if it is missing, null or an empty list. */
export function nonEmpty(node: JsonNode | undefined): JsonNode | undefined {
  if (node === undefined || node.kind === 'null') return undefined;
  return node.kind === 'array' && node.items.length === 0 ? undefined : node;
}

function readText(node: JsonObject, key: string, turn: number): string | undefined {
  const value = member(node, key);
  if (value === undefined || value.kind === 'null') return undefined;
  if (value.kind === 'string') return value.value;
  return reject('field_type', `"${key}" of message ${turn} is ${typeName(value)}, not text.`, 'Write it as text.', { field: key, turn });
}

function textField(key: string, value: string | undefined): Field {
  const node = value === undefined ? undefined : stringNode(value);
  return { key, node, normalize: (source) => (source?.kind === 'string' ? source : undefined) };
}

function optional<Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } {
  const fields: { [K in Key]?: Value } = {};
  if (value !== undefined) fields[key] = value;
  return fields;
}
