// Reads an OpenAPI 3 or Swagger 2 description as tools: one for each operation. The parameters of the operation and the
// fields of its JSON body become the parameters of the tool. Header and cookie parameters are left out: the calling program
// fills them in, not the model.

import { arrayNode, type JsonMember, type JsonNode, type JsonObject, member, objectNode, stringNode, textOf, writePython } from '../json';
import type { ToolSpec } from '../record';
import { resolveReferences } from './openapi-references';

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'] as const;
const PLACES = new Set(['path', 'query', 'formData']);
/** Keywords next to a parameter's schema in Swagger 2 that are not JSON Schema. */
const NO_SCHEMA = new Set(['name', 'in', 'required', 'collectionFormat', 'allowEmptyValue', 'style', 'explode', 'schema']);
/** OpenAI's limit on the length of a name. */
const LONGEST_NAME = 64;

/** One property of a tool's arguments. */
interface Property {
  readonly name: string;
  readonly schema: JsonObject;
  readonly required: boolean;
}

export function isOpenApi(node: JsonNode): node is JsonObject {
  return node.kind === 'object' && (member(node, 'openapi') ?? member(node, 'swagger')) !== undefined;
}

export function toolsOfOpenApi(document: JsonObject): ToolSpec[] {
  const paths = objectOf(member(document, 'paths'));
  return paths.members.flatMap(({ key: path, value }) => {
    const item = objectOf(resolveReferences(value, document, 1));
    return METHODS.flatMap((method) => {
      const operation = member(item, method);
      return operation?.kind === 'object' ? [toolOf(document, path, method, item, operation)] : [];
    });
  });
}

function toolOf(document: JsonObject, path: string, method: string, item: JsonObject, operation: JsonObject): ToolSpec {
  const shared = parametersOf(item, document);
  const own = parametersOf(operation, document);
  const body = bodyOf(operation, document);
  // A parameter of the operation replaces the one of its path.
  const properties = [...new Map([...shared, ...own, ...body].map((property) => [property.name, property])).values()];
  return {
    name: nameOf(operation, path, method),
    description: textOf(member(operation, 'summary')) ?? textOf(member(operation, 'description')) ?? `${method.toUpperCase()} ${path}`,
    parametersText: writePython(
      objectNode(
        ['type', stringNode('object')],
        ['properties', objectNode(...properties.map(({ name, schema }) => [name, schema] as const))],
        ['required', arrayNode(properties.filter(({ required }) => required).map(({ name }) => stringNode(name)))],
      ),
    ),
  };
}

function nameOf(operation: JsonObject, path: string, method: string): string {
  const given = textOf(member(operation, 'operationId')) ?? `${method} ${path}`;
  return given
    .replace(/[^\w.-]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, LONGEST_NAME);
}

function parametersOf(from: JsonObject, document: JsonObject): readonly Property[] {
  const list = member(from, 'parameters');
  if (list?.kind !== 'array') return [];
  return list.items.flatMap((item): readonly Property[] => {
    const parameter = objectOf(resolveReferences(item, document));
    const place = textOf(member(parameter, 'in')) ?? '';
    const name = textOf(member(parameter, 'name'));
    if (place === 'body') return fieldsOf(member(parameter, 'schema'), isTrue(member(parameter, 'required')));
    if (name === undefined || !PLACES.has(place)) return [];
    return [{ name, schema: schemaOf(parameter), required: isTrue(member(parameter, 'required')) }];
  });
}

/** OpenAPI 3 has the schema in `schema`, Swagger 2 next to the name. The description is outside the schema in both. */
function schemaOf(parameter: JsonObject): JsonObject {
  const schema = member(parameter, 'schema');
  const members =
    schema?.kind === 'object' ? schema.members : parameter.members.filter(({ key }) => !NO_SCHEMA.has(key) && !key.startsWith('x-'));
  const description = member(parameter, 'description');
  const described = members.some(({ key }) => key === 'description');
  return { kind: 'object', members: described || !description ? members : [...members, { key: 'description', value: description }] };
}

/** Properties of the JSON or form body of OpenAPI 3. */
function bodyOf(operation: JsonObject, document: JsonObject): readonly Property[] {
  const body = member(operation, 'requestBody');
  if (!body) return [];
  const resolved = objectOf(resolveReferences(body, document));
  const types = objectOf(member(resolved, 'content')).members;
  const chosen = types.find(({ key }) => key.includes('json')) ?? types.find(({ key }) => key.includes('form'));
  return chosen ? fieldsOf(member(objectOf(chosen.value), 'schema'), isTrue(member(resolved, 'required'))) : [];
}

/** Each field of an object body becomes a property; any other body becomes the property `body`. */
function fieldsOf(node: JsonNode | undefined, bodyRequired: boolean): readonly Property[] {
  const schema = merged(objectOf(node));
  const properties = member(schema, 'properties');
  if (properties?.kind !== 'object') return schema.members.length === 0 ? [] : [{ name: 'body', schema, required: bodyRequired }];
  const list = member(schema, 'required');
  const required = new Set(list?.kind === 'array' ? list.items.flatMap((item) => textOf(item) ?? []) : []);
  return properties.members
    .map(({ key, value }) => ({ name: key, schema: objectOf(value), required: required.has(key) }))
    .filter((property) => !isTrue(member(property.schema, 'readOnly')));
}

/** Merges an `allOf` of objects into one object: descriptions extend a base this way. */
function merged(schema: JsonObject): JsonObject {
  const parts = member(schema, 'allOf');
  if (parts?.kind !== 'array') return schema;
  const all = [
    ...parts.items.map((part) => merged(objectOf(part))),
    { ...schema, members: schema.members.filter(({ key }) => key !== 'allOf') },
  ];
  const properties = all.flatMap((part): readonly JsonMember[] => objectOf(member(part, 'properties')).members);
  const required = all.flatMap((part): readonly JsonNode[] => {
    const list = member(part, 'required');
    return list?.kind === 'array' ? list.items : [];
  });
  return objectNode(
    ['type', stringNode('object')],
    ['properties', { kind: 'object', members: properties }],
    ['required', arrayNode(required)],
  );
}

function objectOf(node: JsonNode | undefined): JsonObject {
  return node?.kind === 'object' ? node : objectNode();
}

function isTrue(node: JsonNode | undefined): boolean {
  return node?.kind === 'boolean' && node.value;
}
