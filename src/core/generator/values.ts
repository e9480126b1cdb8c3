// The values of one parameter: proposed, and read from the lines a person edits. A line is the text that stands in a
// request; where the call holds something else, `text => JSON` says what.

import { jsonOf, type SchemaField } from '../builder/schema-form';
import { compileTool } from '../checks/compile-tool';
import { arrayNode, type JsonNode, member, objectNode, stringNode, textOf, tryParseJson, writePython } from '../json';
import type { Random } from '../random';
import type { ToolSpec } from '../record';
import { generators, pick } from './generate-value';
import type { PatternLanguage } from './language';
import { valueKindOf } from './value-kind';

export interface ParameterValue {
  /** As it stands in the request. */
  readonly text: string;
  /** As it stands in the call. */
  readonly node: JsonNode;
}

/** Values proposed for each language. */
const PROPOSED = 300;
/** Attempts for each value wanted: a narrow range has few different ones. */
const ATTEMPTS = 20;
const ARROW = ' => ';
/** Between the values of a list, in either language. */
export const LIST_COMMAS = /\s*[,，、]\s*/;

/** What a line stands for; null when it does not fit the parameter's type. */
export function readValue(field: SchemaField, line: string): ParameterValue | null {
  const arrow = line.lastIndexOf(ARROW);
  const text = (arrow < 0 ? line : line.slice(0, arrow)).trim();
  if (text === '') return null;
  const node = arrow < 0 ? plainNode(field, text) : givenNode(field, line.slice(arrow + ARROW.length).trim());
  return node === null ? null : { text, node };
}

function plainNode(field: SchemaField, text: string): JsonNode | null {
  if (field.kind === 'choice') return choiceNode(field, text);
  return field.item ? listNode(field.item, text) : jsonOf(field, text);
}

/** `1, 2` or, as the call has it, `[1, 2]`. */
function listNode(item: SchemaField, text: string): JsonNode | null {
  const list = tryParseJson(text);
  if (list?.kind === 'array') return list;
  const nodes = text.split(LIST_COMMAS).map((part) => plainNode(item, part));
  return nodes.some((node) => node === null) ? null : arrayNode(nodes.flatMap((node) => node ?? []));
}

function givenNode(field: SchemaField, text: string): JsonNode | null {
  if (field.kind === 'choice') return choiceNode(field, text);
  return tryParseJson(text) ?? (field.kind === 'string' ? stringNode(text) : null);
}

function choiceNode({ choices }: SchemaField, text: string): JsonNode | null {
  const nodes = choices.flatMap((choice) => tryParseJson(choice) ?? []);
  return nodes.find((node) => shownText(node) === text) ?? null;
}

function shownChoices({ choices }: SchemaField): readonly string[] {
  return choices.map((choice) => shownText(tryParseJson(choice) ?? stringNode(choice)));
}

function shownText(node: JsonNode): string {
  return textOf(node) ?? writePython(node);
}

/** Whether the tool's schema takes the value, whatever else is missing. */
export function valueCheck(tool: ToolSpec): (name: string, node: JsonNode) => boolean {
  const schema = tryParseJson(tool.parametersText);
  if (schema?.kind !== 'object') return () => false;
  const optional = { ...schema, members: schema.members.filter(({ key }) => key !== 'required') };
  const compiled = compileTool({ ...tool, parametersText: writePython(optional) });
  return (name, node) => {
    try {
      return compiled.validate(objectNode([name, node])).length === 0;
    } catch {
      // A reference that leads nowhere: the checks tell it.
      return false;
    }
  };
}

/** Lines of values for a parameter; empty where only a person can know them. */
export function proposeValues(
  tool: ToolSpec,
  field: SchemaField,
  languages: readonly PatternLanguage[],
  random: Random,
): readonly string[] {
  const takes = valueCheck(tool);
  const fits = (line: string) => {
    const value = readValue(field, line);
    return value !== null && takes(field.name, value.node);
  };
  const lines = languages.flatMap((language) => linesFor(field, language, random, fits));
  return [...new Set(lines)];
}

function linesFor(field: SchemaField, language: PatternLanguage, random: Random, fits: (line: string) => boolean): readonly string[] {
  if (field.kind === 'choice') return shownChoices(field);
  if (field.kind === 'boolean') return language === 'zh-CN' ? ['要 => true', '不要 => false'] : ['yes => true', 'no => false'];
  const generate = generatorOf(field, language, random);
  if (!generate) return [];
  const lines = new Set<string>();
  for (let attempt = 0; attempt < PROPOSED * ATTEMPTS && lines.size < PROPOSED; attempt++) {
    const line = generate();
    if (fits(line)) lines.add(line);
  }
  return [...lines];
}

function generatorOf(field: SchemaField, language: PatternLanguage, random: Random): (() => string) | null {
  const kind = valueKindOf(field);
  if (field.item) return listGeneratorOf(field.item, language, random);
  const bounds = boundsOf(field);
  if (bounds && (kind === 'integer' || kind === 'number')) {
    const [low, high] = bounds;
    return () => String(low + random.below(Math.max(1, high - low + 1)));
  }
  const generate = generators[kind];
  return generate ? () => generate(random, language) : null;
}

/** Two or three different ones with commas between; of a choice that has no two, one. */
function listGeneratorOf(item: SchemaField, language: PatternLanguage, random: Random): (() => string) | null {
  const choices = shownChoices(item);
  const generate = item.kind === 'choice' ? () => pick(random, choices) : generatorOf(item, language, random);
  if (!generate || (item.kind === 'choice' && choices.length === 0)) return null;
  const joint = language === 'zh-CN' ? '、' : ', ';
  return () => [...new Set(Array.from({ length: 2 + random.below(2) }, generate))].join(joint);
}

/** Whole numbers from the schema's minimum to its maximum; null where it has neither. */
function boundsOf({ schema }: SchemaField): readonly [low: number, high: number] | null {
  const bound = (name: string) => {
    const node = member(schema, name);
    return node?.kind === 'number' ? Number(node.text) : undefined;
  };
  const low = bound('minimum') ?? bound('exclusiveMinimum');
  const high = bound('maximum') ?? bound('exclusiveMaximum');
  if (low === undefined && high === undefined) return null;
  const from = Math.ceil(low ?? Math.min(1, (high ?? 0) - RANGE));
  return [from, Math.floor(Math.min(high ?? Number.POSITIVE_INFINITY, from + RANGE))];
}

/** How far values go from one bound where the schema has no other. */
const RANGE = 500;
