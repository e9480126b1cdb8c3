// The values of one parameter: proposes them, and reads them from the lines that a person edits. A line is the text that
// a request uses. Where the call needs something else, the line is `text => JSON`.

import { jsonOf, type SchemaField } from '../builder';
import { compileTool } from '../checks/compile-tool';
import { arrayNode, type JsonNode, member, objectNode, stringNode, textOf, tryParseJson, writePython } from '../json';
import type { Random } from '../random';
import type { ToolSpec } from '../record';
import { generators, pick } from './generate-value';
import type { PatternLanguage } from './pattern';
import { valueKindOf } from './value-kind';

export interface ParameterValue {
  /** The value in the request. */
  readonly text: string;
  /** The value in the call. */
  readonly node: JsonNode;
}

/** Number of values proposed for each language. */
const PROPOSED = 300;
/** Attempts at a new value, for each one wanted: a narrow range has few different values. */
const ATTEMPTS = 20;
const ARROW = ' => ';
/** Separates the values of a list, in either language. */
export const LIST_COMMAS = /\s*[,，、]\s*/;

/** Reads a line. Returns null when it does not fit the parameter's type. */
export function readValue(field: SchemaField, line: string): ParameterValue | null {
  const arrow = line.lastIndexOf(ARROW);
  const text = (arrow < 0 ? line : line.slice(0, arrow)).trim();
  if (text === '') return null;
  const node = arrow < 0 ? nodeOfText(field, text) : nodeOfJson(field, line.slice(arrow + ARROW.length).trim());
  return node === null ? null : { text, node };
}

function nodeOfText(field: SchemaField, text: string): JsonNode | null {
  if (field.kind === 'choice') return choiceNode(field, text);
  return field.item ? listNode(field.item, text) : jsonOf(field, text);
}

/** Reads `1, 2` and also `[1, 2]`, as a call writes it. */
function listNode(item: SchemaField, text: string): JsonNode | null {
  const list = tryParseJson(text);
  if (list?.kind === 'array') return list;
  const nodes = text.split(LIST_COMMAS).map((part) => nodeOfText(item, part));
  return nodes.some((node) => node === null) ? null : arrayNode(nodes.flatMap((node) => node ?? []));
}

function nodeOfJson(field: SchemaField, text: string): JsonNode | null {
  if (field.kind === 'choice') return choiceNode(field, text);
  return tryParseJson(text) ?? (field.kind === 'string' ? stringNode(text) : null);
}

function choiceNode({ choices }: SchemaField, text: string): JsonNode | null {
  const nodes = choices.flatMap((choice) => tryParseJson(choice) ?? []);
  return nodes.find((node) => shownText(node) === text) ?? null;
}

/** Returns the choices as a request writes them: strings without quotes. */
function shownChoices({ choices }: SchemaField): readonly string[] {
  return choices.map((choice) => shownText(tryParseJson(choice) ?? stringNode(choice)));
}

function shownText(node: JsonNode): string {
  return textOf(node) ?? writePython(node);
}

/** Returns a test of whether the tool's schema accepts a value for a parameter, whatever other parameters are missing. */
export function valueCheck(tool: ToolSpec): (name: string, node: JsonNode) => boolean {
  const schema = tryParseJson(tool.parametersText);
  if (schema?.kind !== 'object') return () => false;
  const optional = { ...schema, members: schema.members.filter(({ key }) => key !== 'required') };
  const compiled = compileTool({ ...tool, parametersText: writePython(optional) });
  return (name, node) => {
    try {
      return compiled.validate(objectNode([name, node])).length === 0;
    } catch {
      // The schema has a reference that leads nowhere, which the checks report.
      return false;
    }
  };
}

/** Proposes lines of values for a parameter; none where only a person can know them. */
export function proposeValues(
  tool: ToolSpec,
  field: SchemaField,
  languages: readonly PatternLanguage[],
  random: Random,
): readonly string[] {
  const accepts = valueCheck(tool);
  const fits = (line: string) => {
    const value = readValue(field, line);
    return value !== null && accepts(field.name, value.node);
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

/** Returns a generator of lists of two or three values with commas between them; a repeated value is left out. */
function listGeneratorOf(item: SchemaField, language: PatternLanguage, random: Random): (() => string) | null {
  const choices = shownChoices(item);
  const generate = item.kind === 'choice' ? () => pick(random, choices) : generatorOf(item, language, random);
  if (!generate || (item.kind === 'choice' && choices.length === 0)) return null;
  const separator = language === 'zh-CN' ? '、' : ', ';
  return () => [...new Set(Array.from({ length: 2 + random.below(2) }, generate))].join(separator);
}

/** Returns the whole numbers between the schema's minimum and maximum; null where it has neither. */
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

/** Width of the range of proposed numbers: narrows a wide range, and makes one where the schema has a single bound. */
const RANGE = 500;
