// Prepares the JSON Schema of a tool for validation. @cfworker/json-schema interprets the schema: no code is generated, and
// nothing is fetched (an unknown $ref is an error).

import { Validator } from '@cfworker/json-schema';
import { type JsonNode, lastMembers, toValue, tryParseJson } from '../json';
import type { ToolSpec } from '../record';

const TYPES = new Set(['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']);

export interface SchemaError {
  /** JSON pointer into the arguments, e.g. `#/city`. */
  readonly instanceLocation: string;
  readonly keyword: string;
  readonly error: string;
}

export interface CompiledTool {
  readonly name: string;
  /** Why the schema cannot be used; null if it can. */
  readonly problem: string | null;
  /** Names of the parameters; null if the schema allows others too. */
  readonly closedNames: ReadonlySet<string> | null;
  readonly required: readonly string[];
  /** Returns the errors of parsed arguments, deepest first. Throws if a $ref has no target. */
  readonly validate: (value: JsonNode) => readonly SchemaError[];
}

export function compileTool(tool: ToolSpec): CompiledTool {
  const nothing = { name: tool.name, closedNames: null, required: [], validate: () => [] };
  const schema = tool.parametersText.trim() === '' ? undefined : tryParseJson(tool.parametersText);
  if (tool.parametersText.trim() === '') return { ...nothing, problem: null };
  if (schema?.kind !== 'object') return { ...nothing, problem: 'its parameters are not a JSON object' };
  const wrong = wrongType(schema);
  if (wrong !== null) return { ...nothing, problem: `"${wrong}" is not a JSON Schema type` };
  const value = toValue(schema);
  if (typeof value !== 'object' || value === null) return { ...nothing, problem: 'its parameters are not a JSON object' };
  const validator = new Validator(value, '2020-12', false);
  const members = lastMembers(schema);
  const properties = members.get('properties');
  const additional = members.get('additionalProperties');
  const open =
    members.has('patternProperties') || members.has('$ref') || combines(members) || (additional !== undefined && !isFalse(additional));
  const required = members.get('required');
  return {
    name: tool.name,
    problem: null,
    closedNames: properties?.kind === 'object' && !open ? new Set(properties.members.map(({ key }) => key)) : null,
    required: required?.kind === 'array' ? required.items.flatMap((item) => (item.kind === 'string' ? [item.value] : [])) : [],
    validate: (node) => {
      const { errors } = validator.validate(toValue(node));
      return errors
        .filter(({ keyword }) => !WRAPPING.has(keyword))
        .sort((a, b) => b.instanceLocation.split('/').length - a.instanceLocation.split('/').length);
    },
  };
}

/** Keywords whose errors only repeat that something inside them is wrong. */
const WRAPPING = new Set(['properties', 'items', 'prefixItems', '$ref', 'additionalProperties']);

function combines(members: ReadonlyMap<string, JsonNode>): boolean {
  return ['anyOf', 'oneOf', 'allOf', 'if'].some((keyword) => members.has(keyword));
}

function isFalse(node: JsonNode): boolean {
  return node.kind === 'boolean' && !node.value;
}

/** Returns the first `type` in the schema that draft 2020-12 does not have, e.g. Python's `dict`; null if there is none. */
function wrongType(schema: JsonNode): string | null {
  if (schema.kind === 'array') return firstOf(schema.items.map(wrongType));
  if (schema.kind !== 'object') return null;
  for (const { key, value } of schema.members) {
    if (key === 'type') {
      const names = value.kind === 'array' ? value.items : [value];
      for (const name of names) if (name.kind === 'string' && !TYPES.has(name.value)) return name.value;
    }
    // The members of `properties` are names of parameters, one of which may be `type`.
    const inner =
      NAMED.has(key) && value.kind === 'object'
        ? firstOf(value.members.map((member) => wrongType(member.value)))
        : VALUES.has(key)
          ? null
          : wrongType(value);
    if (inner !== null) return inner;
  }
  return null;
}

const NAMED = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas']);
const VALUES = new Set(['enum', 'const', 'default', 'example', 'examples']);

function firstOf(results: readonly (string | null)[]): string | null {
  return results.find((result) => result !== null) ?? null;
}
