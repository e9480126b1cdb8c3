// A tool's parameters as a form with one line for each. A schema that the form cannot show completely is edited as JSON.

import {
  arrayNode,
  type JsonNode,
  type JsonObject,
  member,
  objectNode,
  sameValue,
  stringNode,
  textOf,
  tryParseJson,
  writePython,
} from '../json';
import { fieldsOf, type SchemaField } from './schema-form';

export const parameterTypes = ['string', 'integer', 'number', 'boolean', 'choice', 'list'] as const;
type ParameterType = (typeof parameterTypes)[number];

export interface ParameterLine {
  readonly name: string;
  readonly type: ParameterType;
  readonly required: boolean;
  readonly description: string;
  /** Texts to choose from, separated by commas; only for `choice`. */
  readonly choices: string;
}

/** Reads a schema into lines; null when the form would lose a part of it. */
export function readParameters(parametersText: string): readonly ParameterLine[] | null {
  const schema = tryParseJson(parametersText);
  const fields = fieldsOf(parametersText);
  if (!schema || fields === null) return null;
  const lines = fields.map(lineOf);
  const written = tryParseJson(writeParameters(lines));
  return written && sameValue(written, withRequired(schema)) ? lines : null;
}

/** Adds the empty `required` that a schema without one implies. */
function withRequired(schema: JsonNode): JsonNode {
  if (schema.kind !== 'object' || member(schema, 'required')) return schema;
  return { ...schema, members: [...schema.members, { key: 'required', value: arrayNode([]) }] };
}

function lineOf({ name, kind, required, description, schema, choices }: SchemaField): ParameterLine {
  const isList = textOf(member(schema, 'type')) === 'array';
  const type = kind === 'json' ? (isList ? 'list' : 'string') : kind;
  const texts = choices.map((choice) => textOf(tryParseJson(choice)) ?? choice);
  return { name, type, required, description, choices: texts.join(', ') };
}

export function writeParameters(lines: readonly ParameterLine[]): string {
  return writePython(
    objectNode(
      ['type', stringNode('object')],
      ['properties', objectNode(...lines.map((line) => [line.name.trim(), schemaOf(line)] as const))],
      ['required', arrayNode(lines.filter(({ required }) => required).map(({ name }) => stringNode(name.trim())))],
    ),
  );
}

function schemaOf({ type, description, choices }: ParameterLine): JsonObject {
  const described: readonly (readonly [string, JsonNode])[] = description === '' ? [] : [['description', stringNode(description)]];
  if (type === 'list')
    return objectNode(['type', stringNode('array')], ['items', objectNode(['type', stringNode('string')])], ...described);
  if (type !== 'choice') return objectNode(['type', stringNode(type)], ...described);
  return objectNode(['type', stringNode('string')], ['enum', arrayNode(choicesOf(choices).map(stringNode))], ...described);
}

function choicesOf(text: string): readonly string[] {
  return text
    .split(/[,，、\n]/)
    .map((choice) => choice.trim())
    .filter((choice) => choice !== '');
}

export type ParameterProblem = 'name_missing' | 'name_twice' | 'choices_missing';

/** Returns what is wrong with the line at `index`; null for nothing. */
export function parameterProblem(lines: readonly ParameterLine[], index: number): ParameterProblem | null {
  const line = lines[index];
  if (!line) return null;
  const name = line.name.trim();
  if (name === '') return 'name_missing';
  if (lines.findIndex((other) => other.name.trim() === name) !== index) return 'name_twice';
  return line.type === 'choice' && choicesOf(line.choices).length === 0 ? 'choices_missing' : null;
}
