// A form made from a tool's JSON Schema: one field for each property, texts in, arguments out.

import { type JsonNode, type JsonObject, member, objectNode, stringNode, textOf, tryParseJson, writePython } from '../json';
import { plainSchema } from './plain-schema';

export type FieldKind = 'string' | 'integer' | 'number' | 'boolean' | 'choice' | 'json';

export interface SchemaField {
  readonly name: string;
  readonly kind: FieldKind;
  readonly description: string;
  readonly required: boolean;
  /** JSON texts of the values to choose from; only for `choice`. */
  readonly choices: readonly string[];
  /** The property's schema, simplified (plain-schema.ts). */
  readonly schema: JsonObject;
  /** What each value of a list is; null for a list of lists or objects, and for anything but a list. */
  readonly item: SchemaField | null;
}

/** Returns the fields of the top-level properties, in order; null when the text is not the schema of an object. */
export function fieldsOf(parametersText: string): readonly SchemaField[] | null {
  const schema = tryParseJson(parametersText);
  if (schema?.kind !== 'object') return null;
  const properties = member(schema, 'properties');
  if (properties === undefined) return [];
  if (properties.kind !== 'object') return null;
  const required = stringsOf(member(schema, 'required'));
  return properties.members.map(({ key, value }) => fieldOf(key, value, required.includes(key), schema));
}

/** @param root the tool's schema */
function fieldOf(name: string, value: JsonNode, required: boolean, root: JsonObject): SchemaField {
  const field = fieldWithoutItem(name, value, required, root);
  const items = member(field.schema, 'items');
  if (textOf(member(field.schema, 'type')) !== 'array' || items?.kind !== 'object') return field;
  const item = fieldWithoutItem(name, items, true, root);
  return item.kind === 'json' ? field : { ...field, item: { ...item, description: item.description || field.description } };
}

function fieldWithoutItem(name: string, value: JsonNode, required: boolean, root: JsonObject): SchemaField {
  const schema = plainSchema(value.kind === 'object' ? value : objectNode(), root);
  const choices = member(schema, 'enum');
  return {
    name,
    kind: kindOf(schema),
    description: textOf(member(schema, 'description')) ?? '',
    required,
    choices: choices?.kind === 'array' ? choices.items.map(writePython) : [],
    schema,
    item: null,
  };
}

function kindOf(schema: JsonObject): FieldKind {
  const type = textOf(member(schema, 'type'));
  if (member(schema, 'enum')?.kind === 'array') return 'choice';
  if (type === 'string' || type === 'integer' || type === 'number' || type === 'boolean') return type;
  return 'json';
}

function stringsOf(node: JsonNode | undefined): readonly string[] {
  return node?.kind === 'array' ? node.items.flatMap((item) => textOf(item) ?? []) : [];
}

/** Reads the text of a field as a value; null when it does not fit the field's kind. */
export function jsonOf(field: SchemaField, text: string): JsonNode | null {
  if (field.kind === 'string') return stringNode(text);
  if (field.kind === 'integer' || field.kind === 'number') return numberOf(text, field.kind === 'integer');
  return tryParseJson(text) ?? null;
}

function numberOf(text: string, integer: boolean): JsonNode | null {
  const node = tryParseJson(text.trim());
  return node?.kind === 'number' && (!integer || /^-?\d+$/.test(node.text)) ? node : null;
}

/** Returns the names of the fields whose text does not fit. An empty text always fits: it is left out of the arguments. */
export function wrongFields(fields: readonly SchemaField[], texts: Readonly<Record<string, string>>): readonly string[] {
  return fields
    .filter((field) => (texts[field.name] ?? '') !== '' && jsonOf(field, texts[field.name] ?? '') === null)
    .map((field) => field.name);
}

/** Writes the arguments as Python's json.dumps does, e.g. `{"city": "北京"}`. Empty fields are left out, except required strings. */
export function argumentsOf(fields: readonly SchemaField[], texts: Readonly<Record<string, string>>): string {
  const members = fields.flatMap((field): (readonly [string, JsonNode])[] => {
    const text = texts[field.name] ?? '';
    if (text === '') return field.required && field.kind === 'string' ? [[field.name, stringNode('')]] : [];
    const value = jsonOf(field, text);
    return value === null ? [] : [[field.name, value]];
  });
  return writePython(objectNode(...members));
}
