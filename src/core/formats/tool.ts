// Tools: `{"type": "function", "function": {name, description, parameters}}`, or the inner object bare.

import { arrayNode, type JsonNode, type JsonObject, member, parseJson, stringNode, textOf, tryParseJson, writePython } from '../json';
import type { ToolSpec } from '../record';
import { columnsOf, extraOf, type Field, noteOf, readLayout, writeObject } from './layout';
import { reject, typeName } from './rejection';

/** A tool without parameters: what a missing schema means. */
const NO_PARAMETERS = '{"type": "object", "properties": {}}';
/** Value of the note `#wrapper` for a tool without the object around `function`. */
const BARE = 'null';
const SHAPE = 'Write tools as a list of {"type": "function", "function": {"name": "…", "description": "…", "parameters": {…}}}.';

export function readToolList(node: JsonNode): ToolSpec[] {
  if (node.kind !== 'array') return reject('tools_shape', `The tools are ${typeName(node)}, not a list.`, SHAPE);
  return node.items.map(readTool);
}

/** Returns the list as rows and tools.json hold it, each tool in the layout of its notes. */
export function toolListNode(tools: readonly ToolSpec[]): JsonNode {
  return arrayNode(tools.map(toolNode));
}

function readTool(node: JsonNode): ToolSpec {
  if (node.kind !== 'object') return reject('tools_shape', `A tool is ${typeName(node)}, not an object.`, SHAPE);
  const inner = member(node, 'function');
  const type = member(node, 'type');
  const hasType = inner !== undefined || member(node, 'name') === undefined;
  if (hasType && type !== undefined && type.kind !== 'null' && textOf(type) !== 'function') {
    reject('tool_type', `A tool has the type ${writePython(type)}.`, 'Only tools of type "function" can be imported; remove the others.');
  }
  const body = inner ?? node;
  if (body.kind !== 'object') return reject('tools_shape', `The "function" of a tool is ${typeName(body)}, not an object.`, SHAPE);
  const tool = readFunction(body);
  const { columns, layout } = readLayout(body, functionFields(tool));
  const read: ToolSpec = { ...tool, ...extraOf(columns, { '#layout': layout }) };
  const wrapper = inner === undefined ? BARE : readLayout(node, wrapperFields(functionNode(read)), { keepColumns: false }).layout;
  return { ...tool, ...extraOf(columns, { '#layout': layout, '#wrapper': wrapper }) };
}

function readFunction(node: JsonObject): ToolSpec {
  const name = textOf(member(node, 'name'));
  if (name === undefined) return reject('tools_shape', 'A tool has no name.', SHAPE);
  const description = member(node, 'description');
  if (description !== undefined && description.kind !== 'string' && description.kind !== 'null') {
    reject('tools_shape', `The description of ${name} is ${typeName(description)}, not text.`, SHAPE);
  }
  const parameters = member(node, 'parameters');
  if (parameters !== undefined && parameters.kind !== 'object' && parameters.kind !== 'null') {
    reject('tools_shape', `The parameters of ${name} are ${typeName(parameters)}, not a JSON Schema object.`, SHAPE);
  }
  return {
    name,
    description: textOf(description) ?? '',
    parametersText: parameters?.kind === 'object' ? writePython(parameters) : NO_PARAMETERS,
  };
}

/** Returns one tool with its columns, in the layout of its notes: wrapped in `function` unless its source was bare. */
export function toolNode(tool: ToolSpec): JsonObject {
  const inner = functionNode(tool);
  const wrapper = noteOf(tool.extra, '#wrapper');
  return wrapper === BARE ? inner : writeObject(wrapperFields(inner), {}, wrapper);
}

function functionNode(tool: ToolSpec): JsonObject {
  return writeObject(functionFields(tool), columnsOf(tool.extra), noteOf(tool.extra, '#layout'));
}

function wrapperFields(inner: JsonObject): readonly Field[] {
  const isFunction = stringNode('function');
  return [
    { key: 'type', node: isFunction, normalize: (source) => (source === undefined || source.kind === 'null' ? isFunction : source) },
    { key: 'function', node: inner, normalize: () => undefined },
  ];
}

function functionFields(tool: ToolSpec): readonly Field[] {
  const noParameters = parseJson(NO_PARAMETERS);
  return [
    { key: 'name', node: stringNode(tool.name), normalize: (source) => source },
    {
      key: 'description',
      node: stringNode(tool.description),
      normalize: (source) => (source?.kind === 'string' ? source : stringNode('')),
    },
    {
      key: 'parameters',
      node: tryParseJson(tool.parametersText) ?? stringNode(tool.parametersText),
      normalize: (source) => (source?.kind === 'object' ? source : noParameters),
    },
  ];
}
