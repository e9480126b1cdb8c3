// Reads tools as people have them: lists of OpenAI, Qwen, MCP and Anthropic, and OpenAPI descriptions, in JSON or YAML.

import { readToolList, reject } from '../formats';
import { type JsonNode, type JsonObject, member, parseJson } from '../json';
import { readYaml } from '../recipe/yaml-document';
import type { ToolSpec } from '../record';
import { isOpenApi, toolsOfOpenApi } from './openapi';

/** Names of `parameters` in MCP and Anthropic tools. */
const SCHEMA_NAMES = new Set(['inputSchema', 'input_schema']);

/**
 * Reads a tool, a list of tools, an object with a list under `tools`, `functions` or `result.tools` (an answer to MCP's
 * tools/list), or an OpenAPI 3 or Swagger 2 description.
 * @throws AppError `bad-input`, with the line if the text is not JSON
 */
export function readToolDocument(text: string): ToolSpec[] {
  const node = readNode(text.replace(/^\uFEFF/, ''));
  const tools = isOpenApi(node) ? toolsOfOpenApi(node) : readToolList(listOf(node));
  if (tools.length > 0) return tools;
  return reject('tools_shape', 'The text has no tools.', 'Paste a list of tools, or an OpenAPI description with paths.');
}

function readNode(text: string): JsonNode {
  // Any text is valid YAML, so YAML is read only if it says that it is a description.
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
