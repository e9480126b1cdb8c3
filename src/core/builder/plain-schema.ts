// A property's schema as a person would write it by hand. Generated schemas wrap plain types: pydantic (and so most MCP
// servers) writes `anyOf` with null for an optional parameter and `$ref` to `$defs` for an enumeration, OpenAI's strict
// mode adds null to the types, and zod writes a choice as a union of constants.

import { arrayNode, atPointer, type JsonNode, type JsonObject, member, objectNode, textOf } from '../json';

/** Most references and unions followed for one property. A schema that refers to itself stays as it is. */
const MOST_STEPS = 200;
const UNIONS = ['anyOf', 'oneOf', 'allOf'] as const;

/**
 * Follows references into the tool's own schema, drops null, and replaces a union of one schema by that schema. Keywords
 * next to a reference or union, like a description, override what it leads to.
 * @param root the tool's schema, which `$ref` points into
 */
export function plainSchema(schema: JsonObject, root: JsonObject): JsonObject {
  return simplified(schema, { root, stepsLeft: MOST_STEPS });
}

interface Walk {
  readonly root: JsonObject;
  stepsLeft: number;
}

function simplified(schema: JsonObject, walk: Walk): JsonObject {
  if (walk.stepsLeft === 0) return schema;
  walk.stepsLeft--;
  const reference = textOf(member(schema, '$ref'));
  const target = reference === undefined ? undefined : atPointer(walk.root, reference);
  if (target?.kind === 'object') return simplified(merged(target, without(schema, '$ref')), walk);
  const union = UNIONS.find((name) => member(schema, name)?.kind === 'array');
  if (union) return simplifiedUnion(schema, union, walk);
  const constant = member(schema, 'const');
  if (constant) return merged(objectNode(['enum', arrayNode([constant])]), without(schema, 'const'));
  return withoutNull(schema);
}

function simplifiedUnion(schema: JsonObject, union: (typeof UNIONS)[number], walk: Walk): JsonObject {
  const overrides = without(schema, union);
  const options = itemsOf(member(schema, union))
    .filter((item) => item.kind === 'object')
    .map((item) => simplified(item, walk))
    .filter((item) => textOf(member(item, 'type')) !== 'null');
  const [only] = options;
  if (only && options.length === 1) return merged(only, overrides);
  const choices = options.map((item) => itemsOf(member(item, 'enum')));
  const isChoice = union !== 'allOf' && choices.length > 0 && choices.every((values) => values.length > 0);
  return isChoice ? merged(objectNode(['enum', arrayNode(choices.flat())]), overrides) : schema;
}

/** A form asks for values; where null would do, the parameter is left out instead. */
function withoutNull(schema: JsonObject): JsonObject {
  const members = schema.members.map(({ key, value }) => {
    if (key === 'type') return { key, value: typeWithoutNull(value) };
    return { key, value: key === 'enum' ? choicesWithoutNull(value) : value };
  });
  return { kind: 'object', members };
}

function typeWithoutNull(types: JsonNode): JsonNode {
  const [only, ...others] = itemsOf(types).filter((type) => textOf(type) !== 'null');
  return only && others.length === 0 ? only : types;
}

function choicesWithoutNull(choices: JsonNode): JsonNode {
  const kept = itemsOf(choices).filter(({ kind }) => kind !== 'null');
  return kept.length > 0 ? arrayNode(kept) : choices;
}

function itemsOf(node: JsonNode | undefined): readonly JsonNode[] {
  return node?.kind === 'array' ? node.items : [];
}

function without(schema: JsonObject, name: string): JsonObject {
  return { kind: 'object', members: schema.members.filter(({ key }) => key !== name) };
}

/** Returns the members of both. Those of `overrides` win and come last. */
function merged(schema: JsonObject, overrides: JsonObject): JsonObject {
  return { kind: 'object', members: [...schema.members.filter(({ key }) => !member(overrides, key)), ...overrides.members] };
}
