// `$ref` inside an OpenAPI document, and the dialect of its older schemas as JSON Schema.

import { arrayNode, atPointer, type JsonMember, type JsonNode, type JsonObject, member, objectNode, stringNode, textOf } from '../json';

/** Levels of references and objects that are followed; deeper, and around a circle, an object stands for itself. */
const DEEPEST = 12;
/** Keywords that mean nothing to a model. */
const DROPPED = new Set(['xml', 'externalDocs', 'discriminator', 'deprecated', 'example']);

/**
 * The node with what its references lead to in their place, and schemas as JSON Schema has them.
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

/** Below `properties` stand names, one of which may be a keyword's: no schema has all its members as objects. */
function isNamed({ members }: JsonObject): boolean {
  return members.every(({ value }) => value.kind === 'object');
}

/** OpenAPI 3.0: `nullable`, bounds that are exclusive by a flag; Swagger 2: the type `file`. */
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
