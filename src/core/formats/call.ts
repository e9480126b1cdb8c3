// One call of an OpenAI-like message: an entry of `tool_calls`, or a `function_call`.

import { type JsonNode, type JsonObject, member, stringNode, textOf, tryParseJson, writePython } from '../json';
import type { Call } from '../record';
import { columnsOf, extraOf, type Field, noteOf, readLayout, writeObject } from './layout';
import { reject, typeName } from './rejection';

/** Value of the note `#shape` for a call without the object `function` around its name and arguments. */
const BARE = '"bare"';
const SHAPE = 'Write calls as {"type": "function", "function": {"name": "…", "arguments": {…}}}.';
const ARGUMENTS = 'Write the arguments as a JSON object, or as a string that json.dumps made (not str() of a Python dict).';

/** Reads an entry of `tool_calls`: `{id?, type?, function: {name, arguments}}`, or `{name, arguments}` bare. */
export function readToolCall(node: JsonNode): Call {
  if (node.kind !== 'object') return reject('call_shape', `A call is ${typeName(node)}, not an object.`, SHAPE);
  const type = member(node, 'type');
  if (type !== undefined && type.kind !== 'null' && textOf(type) !== 'function') {
    reject('call_shape', `A call has the type ${writePython(type)}.`, 'Only calls of type "function" can be imported; remove the others.');
  }
  const inner = member(node, 'function');
  const bare = inner === undefined;
  const call = { ...readId(node), ...readFunction(bare ? node : inner) };
  if (bare) {
    const { columns, layout } = readLayout(node, bareFields(call));
    return { ...call, ...extraOf(columns, { '#shape': BARE, '#layout': layout }) };
  }
  const innerLayout = inner.kind === 'object' ? readLayout(inner, functionFields(call), { keepColumns: false }).layout : undefined;
  const withInner: Call = { ...call, ...extraOf({}, { '#function': innerLayout }) };
  const { columns, layout } = readLayout(node, toolCallFields(withInner));
  return { ...call, ...extraOf(columns, { '#function': innerLayout, '#layout': layout }) };
}

/** Reads a `function_call`: `{name, arguments}`. */
export function readFunctionCall(node: JsonNode): Call {
  const call = readFunction(node);
  if (node.kind !== 'object') return call;
  const { columns, layout } = readLayout(node, functionFields(call));
  return { ...call, ...extraOf(columns, { '#layout': layout }) };
}

/** Returns the call as an entry of `tool_calls`, in the layout of its notes. */
export function toolCallNode(call: Call): JsonObject {
  const isBare = noteOf(call.extra, '#shape') === BARE;
  return writeObject(isBare ? bareFields(call) : toolCallFields(call), columnsOf(call.extra), noteOf(call.extra, '#layout'));
}

/** Returns the call as a `function_call`, in the layout of its notes. */
export function functionCallNode(call: Call): JsonObject {
  return writeObject(functionFields(call), columnsOf(call.extra), noteOf(call.extra, '#layout'));
}

function toolCallFields(call: Call): readonly Field[] {
  const isFunction = stringNode('function');
  const inner = writeObject(functionFields(call), {}, noteOf(call.extra, '#function'));
  return [
    idField(call),
    { key: 'type', node: isFunction, normalize: () => isFunction },
    { key: 'function', node: inner, normalize: () => undefined },
  ];
}

function bareFields(call: Call): readonly Field[] {
  return [idField(call), ...functionFields(call)];
}

function functionFields(call: Pick<Call, 'name' | 'argumentsText' | 'encoding'>): readonly Field[] {
  return [
    { key: 'name', node: stringNode(call.name), normalize: (source) => source },
    { key: 'arguments', node: argumentsNode(call), normalize: (source) => argumentsNode(readArguments(source)) },
  ];
}

function idField(call: Pick<Call, 'id'>): Field {
  const node = call.id === undefined ? undefined : stringNode(call.id);
  return { key: 'id', node, normalize: (source) => (source?.kind === 'string' ? source : undefined) };
}

function readId(node: JsonObject): Pick<Call, 'id'> {
  const id = member(node, 'id');
  if (id === undefined || id.kind === 'null') return {};
  if (id.kind === 'string') return { id: id.value };
  return reject('field_type', `"id" of a call is ${typeName(id)}, not text.`, 'Write it as text.', { field: 'id' });
}

function readFunction(node: JsonNode): Pick<Call, 'name' | 'argumentsText' | 'encoding'> {
  if (node.kind !== 'object') return reject('call_shape', `A call is ${typeName(node)}, not an object.`, SHAPE);
  const name = textOf(member(node, 'name'));
  if (name === undefined) return reject('call_shape', 'A call has no name.', SHAPE);
  const value = member(node, 'arguments');
  const other = value === undefined ? ['parameters', 'args', 'input'].find((key) => member(node, key) !== undefined) : undefined;
  if (other !== undefined) reject('call_shape', `A call has "${other}" instead of "arguments".`, `Rename "${other}" to "arguments".`);
  return { name, ...readArguments(value) };
}

type Arguments = Pick<Call, 'argumentsText' | 'encoding'>;

/** Missing, null and empty arguments are read as `{}`. */
function readArguments(value: JsonNode | undefined): Arguments {
  if (value === undefined || value.kind === 'null') return { argumentsText: '{}', encoding: 'object' };
  if (value.kind !== 'string') return { argumentsText: writePython(value), encoding: 'object' };
  if (value.value.trim() === '') return { argumentsText: '{}', encoding: 'string' };
  const once = tryParseJson(value.value);
  if (once === undefined) {
    const shown = value.value.slice(0, 80);
    return reject('arguments_not_json', `The arguments are a string that is not JSON: ${shown}`, ARGUMENTS, { found: shown });
  }
  if (once.kind === 'string' && tryParseJson(once.value) !== undefined) return { argumentsText: once.value, encoding: 'twice' };
  return { argumentsText: value.value, encoding: 'string' };
}

function argumentsNode({ argumentsText, encoding }: Arguments): JsonNode {
  if (encoding === 'string') return stringNode(argumentsText);
  if (encoding === 'twice') return stringNode(JSON.stringify(argumentsText));
  return tryParseJson(argumentsText) ?? stringNode(argumentsText);
}
