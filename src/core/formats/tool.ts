// Tools: `{"type": "function", "function": {name, description, parameters}}`, or the inner object bare.

import { arrayNode, type JsonNode, type JsonObject, member, parseJson, stringNode, textOf, tryParseJson, writePython } from '../json';
import type { ToolSpec } from '../record';
import { columnsOf, extraOf, type Field, factOf, readLayout, writeObject } from './layout';
import { describe, reject } from './rejection';

/** A tool that takes nothing: what a missing schema means. */
const NO_PARAMETERS = '{"type": "object", "properties": {}}';
/** Value of the fact `#wrapper` for a tool that stood bare. */
const BARE = 'null';
const SHAPE = 'Write tools as a list of {"type": "function", "function": {"name": "…", "description": "…", "parameters": {…}}}.';

export function readToolList(node: JsonNode): ToolSpec[] {
  if (node.kind !== 'array') return reject('tools_shape', `The tools are ${describe(node)}, not a list.`, SHAPE);
  return node.items.map(readTool);
}

/** The list as rows and tools.json hold it. Without `facts`, how the source wrote it plays no part. */
export function toolListNode(tools: readonly ToolSpec[], facts: boolean): JsonNode {
  return arrayNode(tools.map((tool) => toolNode(tool, facts)));
}

function readTool(node: JsonNode): ToolSpec {
  if (node.kind !== 'object') return reject('tools_shape', `A tool is ${describe(node)}, not an object.`, SHAPE);
  const inner = member(node, 'function');
  const type = member(node, 'type');
  const builtIn = inner !== undefined || member(node, 'name') === undefined;
  if (builtIn && type !== undefined && type.kind !== 'null' && textOf(type) !== 'function') {
    reject('tool_type', `A tool has the type ${writePython(type)}.`, 'Only tools of type "function" can be kept; remove the others.');
  }
  const body = inner ?? node;
  if (body.kind !== 'object') return reject('tools_shape', `The "function" of a tool is ${describe(body)}, not an object.`, SHAPE);
  const tool = readFunction(body);
  const { columns, layout } = readLayout(body, functionFields(tool));
  const read: ToolSpec = { ...tool, ...extraOf(columns, { '#layout': layout }) };
  const wrapper = inner === undefined ? BARE : readLayout(node, wrapperFields(functionNode(read, true)), false).layout;
  return { ...tool, ...extraOf(columns, { '#layout': layout, '#wrapper': wrapper }) };
}

function readFunction(node: JsonObject): ToolSpec {
  const name = textOf(member(node, 'name'));
  if (name === undefined) return reject('tools_shape', 'A tool has no name.', SHAPE);
  const description = member(node, 'description');
  if (description !== undefined && description.kind !== 'string' && description.kind !== 'null') {
    reject('tools_shape', `The description of ${name} is ${describe(description)}, not text.`, SHAPE);
  }
  const parameters = member(node, 'parameters');
  if (parameters !== undefined && parameters.kind !== 'object' && parameters.kind !== 'null') {
    reject('tools_shape', `The parameters of ${name} are ${describe(parameters)}, not a JSON Schema object.`, SHAPE);
  }
  return {
    name,
    description: textOf(description) ?? '',
    parametersText: parameters?.kind === 'object' ? writePython(parameters) : NO_PARAMETERS,
  };
}

/** One tool as a template or an API takes it, columns included; wrapped in `function` unless it stood bare. */
export function toolNode(tool: ToolSpec, facts: boolean): JsonObject {
  const inner = functionNode(tool, facts);
  const wrapper = facts ? factOf(tool.extra, '#wrapper') : undefined;
  return wrapper === BARE ? inner : writeObject(wrapperFields(inner), {}, wrapper);
}

function functionNode(tool: ToolSpec, facts: boolean): JsonObject {
  return writeObject(functionFields(tool), columnsOf(tool.extra), facts ? factOf(tool.extra, '#layout') : undefined);
}

function wrapperFields(inner: JsonObject): readonly Field[] {
  const isFunction = stringNode('function');
  return [
    { key: 'type', node: isFunction, normal: (source) => (source === undefined || source.kind === 'null' ? isFunction : source) },
    { key: 'function', node: inner, normal: () => undefined },
  ];
}

function functionFields(tool: ToolSpec): readonly Field[] {
  const noParameters = parseJson(NO_PARAMETERS);
  return [
    { key: 'name', node: stringNode(tool.name), normal: (source) => source },
    {
      key: 'description',
      node: stringNode(tool.description),
      normal: (source) => (source?.kind === 'string' ? source : stringNode('')),
    },
    {
      key: 'parameters',
      node: tryParseJson(tool.parametersText) ?? stringNode(tool.parametersText),
      normal: (source) => (source?.kind === 'object' ? source : noParameters),
    },
  ];
}
