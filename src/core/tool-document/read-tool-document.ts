// Tools as people have them at hand: lists as OpenAI, Qwen and MCP write them, and OpenAPI descriptions, JSON or YAML.

import { readToolList, reject } from '../formats';
import { type JsonNode, type JsonObject, member, parseJson } from '../json';
import { readYaml } from '../recipe/yaml-document';
import type { ToolSpec } from '../record';
import { isOpenApi, toolsOfOpenApi } from './openapi';

/** What MCP and Anthropic call the parameters. */
const SCHEMA_NAMES = new Set(['inputSchema', 'input_schema']);

/**
 * The tools of a text: a tool, a list of tools, or an object that holds one under `tools`, `functions` or `result.tools`
 * (an answer to MCP's tools/list); or an OpenAPI 3 or Swagger 2 description.
 * @throws AppError `bad-input`, with the line where the text is no JSON
 */
export function readToolDocument(text: string): ToolSpec[] {
  const node = readNode(text.replace(/^\uFEFF/, ''));
  const tools = isOpenApi(node) ? toolsOfOpenApi(node) : readToolList(listOf(node));
  if (tools.length > 0) return tools;
  return reject('tools_shape', 'The text names no tool.', 'Paste a list of tools, or an OpenAPI description with paths.');
}

function readNode(text: string): JsonNode {
  // YAML only where it says what it is: any text is some YAML.
  if (!/^\s*(?:openapi|swagger)\s*:/m.test(text) || /^\s*[{[]/.test(text)) return parseJson(text);
  return parseJson(JSON.stringify(readYaml(text).value));
}

function listOf(node: JsonNode): JsonNode {
  if (node.kind === 'array') return { ...node, items: node.items.map(withParameters) };
  if (node.kind !== 'object') return node;
  const result = member(node, 'result');
  const holder = result?.kind === 'object' ? result : node;
  const list = member(holder, 'tools') ?? member(holder, 'functions');
  return listOf(list ?? { kind: 'array', items: [node] });
}

function withParameters(node: JsonNode): JsonNode {
  if (node.kind !== 'object' || member(node, 'parameters')) return node;
  const members = node.members.map(({ key, value }) => ({ key: SCHEMA_NAMES.has(key) ? 'parameters' : key, value }));
  return { kind: 'object', members } satisfies JsonObject;
}
