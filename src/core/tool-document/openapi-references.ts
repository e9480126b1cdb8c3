// Resolves `$ref` in an OpenAPI document, and turns OpenAPI's older schema keywords into JSON Schema.

import { arrayNode, atPointer, type JsonMember, type JsonNode, type JsonObject, member, objectNode, stringNode, textOf } from '../json';

/** Levels of references and objects that are followed. A reference below them, as in a cycle, becomes `{type: object}`. */
const DEEPEST = 12;
/** Keywords that mean nothing to a model. */
const DROPPED = new Set(['xml', 'externalDocs', 'discriminator', 'deprecated', 'example']);

/**
 * Returns the node with its references replaced by their targets, and its schemas as JSON Schema.
 * @param depth levels to follow
 */
export function resolveReferences(node: JsonNode, document: JsonObject, depth = DEEPEST): JsonNode {
  if (node.kind === 'array') return arrayNode(node.items.map((item) => resolveReferences(item, document, depth)));
  if (node.kind !== 'object') return node;
  const reference = textOf(member(node, '$ref'));
  if (reference !== undefined) {
    const target = depth > 0 ? atPointer(document, reference) : undefined;
    return target ? resolveReferences(target, document, depth - 1) : objectNode(['type', stringNode('object')]);
  }
  if (depth === 0) return node;
  const members = node.members.flatMap(({ key, value }): readonly JsonMember[] =>
    DROPPED.has(key) && !isNamed(node) ? [] : [{ key, value: resolveReferences(value, document, depth - 1) }],
  );
  return asJsonSchema({ kind: 'object', members });
}

/** Whether this is a map of names, as under `properties`, where a name may look like a keyword. No schema has only objects as members. */
function isNamed({ members }: JsonObject): boolean {
  return members.every(({ value }) => value.kind === 'object');
}

/** Rewrites OpenAPI 3.0's `nullable` and boolean exclusive bounds, and Swagger 2's type `file`. */
function asJsonSchema(schema: JsonObject): JsonObject {
  const type = textOf(member(schema, 'type'));
  if (type === undefined) return schema;
  const nullable = isTrue(member(schema, 'nullable'));
  const members = schema.members.flatMap(({ key, value }): readonly JsonMember[] => {
    if (key === 'nullable') return [];
    if (key === 'type' && type === 'file') return [{ key, value: stringNode('string') }];
    if (key === 'type' && nullable) return [{ key, value: arrayNode([value, stringNode('null')]) }];
    const bound = key === 'exclusiveMinimum' ? 'minimum' : key === 'exclusiveMaximum' ? 'maximum' : null;
    if (bound === null || value.kind !== 'boolean') return [{ key, value }];
    const limit = member(schema, bound);
    return value.value && limit ? [{ key, value: limit }] : [];
  });
  return { kind: 'object', members };
}

function isTrue(node: JsonNode | undefined): boolean {
  return node?.kind === 'boolean' && node.value;
}
