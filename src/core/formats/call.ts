// One call of an OpenAI-like message: an entry of `tool_calls`, or a `function_call`.

import { type JsonNode, type JsonObject, member, stringNode, textOf, tryParseJson, writePython } from '../json';
import type { Call } from '../record';
import { columnsOf, extraOf, type Field, factOf, readLayout, writeObject } from './layout';
import { describe, reject } from './rejection';

/** A layout without any member: the object of a call stands bare, without `function` around it. */
const BARE = '"bare"';

/** Reads an entry of `tool_calls`: `{id?, type?, function: {name, arguments}}`, or `{name, arguments}` bare. */
export function readToolCall(node: JsonNode): Call {
  if (node.kind !== 'object') return reject('call_shape', `A call is ${describe(node)}, not an object.`, SHAPE);
  const type = member(node, 'type');
  if (type !== undefined && type.kind !== 'null' && textOf(type) !== 'function') {
    reject('call_shape', `A call has the type ${writePython(type)}.`, 'Only calls of type "function" can be kept; remove the others.');
  }
  const inner = member(node, 'function');
  const bare = inner === undefined;
  const call = { ...readId(node), ...readFunction(bare ? node : inner) };
  if (bare) {
    const { columns, layout } = readLayout(node, bareFields(call));
    return { ...call, ...extraOf(columns, { '#shape': BARE, '#layout': layout }) };
  }
  const innerLayout = inner.kind === 'object' ? readLayout(inner, functionFields(call), false).layout : undefined;
  const withInner: Call = { ...call, ...extraOf({}, { '#function': innerLayout }) };
  const { columns, layout } = readLayout(node, toolCallFields(withInner, true));
  return { ...call, ...extraOf(columns, { '#function': innerLayout, '#layout': layout }) };
}

/** Reads a `function_call`: `{name, arguments}`. */
export function readFunctionCall(node: JsonNode): Call {
  const call = readFunction(node);
  if (node.kind !== 'object') return call;
  const { columns, layout } = readLayout(node, functionFields(call));
  return { ...call, ...extraOf(columns, { '#layout': layout }) };
}

/** An entry of `tool_calls`. Without `facts`, how the source wrote it plays no part. */
export function toolCallNode(call: Call, facts: boolean): JsonObject {
  const bare = facts && factOf(call.extra, '#shape') === BARE;
  const layout = facts ? factOf(call.extra, '#layout') : undefined;
  return writeObject(bare ? bareFields(call) : toolCallFields(call, facts), columnsOf(call.extra), layout);
}

export function functionCallNode(call: Call, facts: boolean): JsonObject {
  if (!facts) return writeObject(functionFields(call), {}, undefined);
  return writeObject(functionFields(call), columnsOf(call.extra), factOf(call.extra, '#layout'));
}

function toolCallFields(call: Call, facts: boolean): readonly Field[] {
  const isFunction = stringNode('function');
  const inner = writeObject(functionFields(call), {}, facts ? factOf(call.extra, '#function') : undefined);
  return [
    idField(call),
    { key: 'type', node: isFunction, normal: () => isFunction },
    { key: 'function', node: inner, normal: () => undefined },
  ];
}

function bareFields(call: Call): readonly Field[] {
  return [idField(call), ...functionFields(call)];
}

function functionFields(call: Pick<Call, 'name' | 'argumentsText' | 'encoding'>): readonly Field[] {
  return [
    { key: 'name', node: stringNode(call.name), normal: (source) => source },
    { key: 'arguments', node: argumentsNode(call), normal: (source) => argumentsNode(readArguments(source)) },
  ];
}

function idField(call: Pick<Call, 'id'>): Field {
  const node = call.id === undefined ? undefined : stringNode(call.id);
  return { key: 'id', node, normal: (source) => (source?.kind === 'string' ? source : undefined) };
}

function readId(node: JsonObject): Pick<Call, 'id'> {
  const id = member(node, 'id');
  if (id === undefined || id.kind === 'null') return {};
  if (id.kind !== 'string')
    return reject('field_type', `"id" of a call is ${describe(id)}, not text.`, 'Write it as text.', { field: 'id' });
  return { id: id.value };
}

function readFunction(node: JsonNode): Pick<Call, 'name' | 'argumentsText' | 'encoding'> {
  if (node.kind !== 'object') return reject('call_shape', `A call is ${describe(node)}, not an object.`, SHAPE);
  const name = textOf(member(node, 'name'));
  if (name === undefined) return reject('call_shape', 'A call has no name.', SHAPE);
  const value = member(node, 'arguments');
  const other = value === undefined ? ['parameters', 'args', 'input'].find((key) => member(node, key) !== undefined) : undefined;
  if (other !== undefined) reject('call_shape', `A call has "${other}" where "arguments" was due.`, `Rename "${other}" to "arguments".`);
  return { name, ...readArguments(value) };
}

type Arguments = Pick<Call, 'argumentsText' | 'encoding'>;

/** Missing, null and empty arguments are read as none: `{}`. */
function readArguments(value: JsonNode | undefined): Arguments {
  if (value === undefined || value.kind === 'null') return { argumentsText: '{}', encoding: 'object' };
  if (value.kind !== 'string') return { argumentsText: writePython(value), encoding: 'object' };
  if (value.value.trim() === '') return { argumentsText: '{}', encoding: 'string' };
  const once = tryParseJson(value.value);
  if (once === undefined) {
    const shown = value.value.slice(0, 80);
    return reject('arguments_not_json', `The arguments are a string that holds no JSON: ${shown}`, ARGUMENTS, { found: shown });
  }
  if (once.kind === 'string' && tryParseJson(once.value) !== undefined) return { argumentsText: once.value, encoding: 'twice' };
  return { argumentsText: value.value, encoding: 'string' };
}

function argumentsNode({ argumentsText, encoding }: Arguments): JsonNode {
  if (encoding === 'string') return stringNode(argumentsText);
  if (encoding === 'twice') return stringNode(JSON.stringify(argumentsText));
  return tryParseJson(argumentsText) ?? stringNode(argumentsText);
}

const SHAPE = 'Write calls as {"type": "function", "function": {"name": "…", "arguments": {…}}}.';
const ARGUMENTS = 'Write the arguments as a JSON object, or as a string that json.dumps made (not str() of a Python dict).';
