// A tool's parameters as a form: one line each. A schema that says more than the form can show is edited as JSON.

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
export type ParameterType = (typeof parameterTypes)[number];

export interface ParameterLine {
  readonly name: string;
  readonly type: ParameterType;
  readonly required: boolean;
  readonly description: string;
  /** Texts to choose from, with commas between; only for `choice`. */
  readonly choices: string;
}

/** The lines of a schema; null when the form would lose something of it. */
export function readParameters(parametersText: string): readonly ParameterLine[] | null {
  const schema = tryParseJson(parametersText);
  const fields = fieldsOf(parametersText);
  if (!schema || fields === null) return null;
  const lines = fields.map(lineOf);
  const written = tryParseJson(writeParameters(lines));
  return written && sameValue(written, withRequired(schema)) ? lines : null;
}

/** A schema without `required` means an empty one. */
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
  const told: readonly (readonly [string, JsonNode])[] = description === '' ? [] : [['description', stringNode(description)]];
  if (type === 'list') return objectNode(['type', stringNode('array')], ['items', objectNode(['type', stringNode('string')])], ...told);
  if (type !== 'choice') return objectNode(['type', stringNode(type)], ...told);
  return objectNode(['type', stringNode('string')], ['enum', arrayNode(choicesOf(choices).map(stringNode))], ...told);
}

function choicesOf(text: string): readonly string[] {
  return text
    .split(/[,，、\n]/)
    .map((choice) => choice.trim())
    .filter((choice) => choice !== '');
}

export type ParameterProblem = 'name_missing' | 'name_twice' | 'choices_missing';

/** What is wrong with the line at `index`; null = nothing. */
export function parameterProblem(lines: readonly ParameterLine[], index: number): ParameterProblem | null {
  const line = lines[index];
  if (!line) return null;
  const name = line.name.trim();
  if (name === '') return 'name_missing';
  if (lines.findIndex((other) => other.name.trim() === name) !== index) return 'name_twice';
  return line.type === 'choice' && choicesOf(line.choices).length === 0 ? 'choices_missing' : null;
}
