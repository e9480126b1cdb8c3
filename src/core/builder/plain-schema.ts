// A property's schema as a person would have written it by hand. What generates schemas wraps a plain type: pydantic (and
// so most MCP servers) writes `anyOf` with null for an optional parameter and `$ref` to `$defs` for an enumeration,
// OpenAI's strict mode lists null among the types, zod writes a choice as a union of constants.

import { arrayNode, atPointer, type JsonNode, type JsonObject, member, objectNode, textOf } from '../json';

/** References and unions of one property that are followed; a schema that goes in circles stays as it is. */
const MOST_STEPS = 200;
const UNIONS = ['anyOf', 'oneOf', 'allOf'] as const;

/**
 * The schema with references into the tool's own schema followed, null left out, and a union of one opened. What stands
 * beside them, a description, counts before what they lead to.
 * @param root the tool's schema, which `$ref` points into
 */
export function plainSchema(schema: JsonObject, root: JsonObject): JsonObject {
  return opened(schema, { root, left: MOST_STEPS });
}

interface Way {
  readonly root: JsonObject;
  /** Steps that may still be made. */
  left: number;
}

function opened(schema: JsonObject, way: Way): JsonObject {
  if (way.left === 0) return schema;
  way.left--;
  const reference = textOf(member(schema, '$ref'));
  const target = reference === undefined ? undefined : atPointer(way.root, reference);
  if (target?.kind === 'object') return opened(joined(target, without(schema, '$ref')), way);
  const union = UNIONS.find((name) => member(schema, name)?.kind === 'array');
  if (union) return openedUnion(schema, union, way);
  const fixed = member(schema, 'const');
  if (fixed) return joined(objectNode(['enum', arrayNode([fixed])]), without(schema, 'const'));
  return withoutNull(schema);
}

function openedUnion(schema: JsonObject, union: (typeof UNIONS)[number], way: Way): JsonObject {
  const beside = without(schema, union);
  const options = itemsOf(member(schema, union))
    .filter((item) => item.kind === 'object')
    .map((item) => opened(item, way))
    .filter((item) => textOf(member(item, 'type')) !== 'null');
  const [only] = options;
  if (only && options.length === 1) return joined(only, beside);
  const choices = options.map((item) => itemsOf(member(item, 'enum')));
  const isChoice = union !== 'allOf' && choices.length > 0 && choices.every((values) => values.length > 0);
  return isChoice ? joined(objectNode(['enum', arrayNode(choices.flat())]), beside) : schema;
}

/** A value is what a form asks for: where null would do as well, the parameter is left out. */
function withoutNull(schema: JsonObject): JsonObject {
  const members = schema.members.map(({ key, value }) => {
    if (key === 'type') return { key, value: onlyType(value) };
    return { key, value: key === 'enum' ? choicesButNull(value) : value };
  });
  return { kind: 'object', members };
}

function onlyType(types: JsonNode): JsonNode {
  const [only, ...others] = itemsOf(types).filter((type) => textOf(type) !== 'null');
  return only && others.length === 0 ? only : types;
}

function choicesButNull(choices: JsonNode): JsonNode {
  const kept = itemsOf(choices).filter(({ kind }) => kind !== 'null');
  return kept.length > 0 ? arrayNode(kept) : choices;
}

function itemsOf(node: JsonNode | undefined): readonly JsonNode[] {
  return node?.kind === 'array' ? node.items : [];
}

function without(schema: JsonObject, name: string): JsonObject {
  return { kind: 'object', members: schema.members.filter(({ key }) => key !== name) };
}

/** All members of both; those of the second count. */
function joined(schema: JsonObject, beside: JsonObject): JsonObject {
  return { kind: 'object', members: [...schema.members.filter(({ key }) => !member(beside, key)), ...beside.members] };
}
