// JSON of a record as the plain objects that chat templates take.

import { toolNode } from '../formats';
import { type JsonNode, type JsonObject, member } from '../json';
import type { ToolSpec } from '../record';
import type { TemplateTool } from '../tokenizer';
import type { Placeholders } from './placeholders';

/** Converts a tool, with all its columns, into a template's object. It always gets its `function` wrapper. */
export function templateTool(placeholders: Placeholders, tool: ToolSpec, convert: (node: JsonNode) => unknown): TemplateTool {
  const source = toolNode(tool);
  const inner = member(source, 'function');
  if (inner?.kind !== 'object') return { type: 'function', function: templateObject(placeholders, source, convert) };
  // Keys keep their order in the source.
  return {
    ...templateObject(placeholders, source, convert),
    type: 'function',
    function: templateObject(placeholders, inner, convert),
  };
}

/**
 * Converts a JSON object whose keys must keep their order. Keys that JavaScript would sort (`10`), hold only once
 * (duplicates) or keep for itself (`__proto__`) become placeholders.
 */
export function templateObject(
  placeholders: Placeholders,
  node: JsonObject,
  convert: (node: JsonNode) => unknown,
): Record<string, unknown> {
  const count = (key: string) => node.members.reduce((total, entry) => total + (entry.key === key ? 1 : 0), 0);
  const safe = (key: string) => count(key) === 1 && !/^\d+$/.test(key) && key !== '__proto__';
  return Object.fromEntries(
    node.members.map(({ key, value }) => [safe(key) ? key : placeholders.add({ text: key, json: JSON.stringify(key) }), convert(value)]),
  );
}
