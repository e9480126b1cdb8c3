// Samples requests with their calls. Tools, patterns and values are each used equally often.

import { fieldsOf } from '../builder';
import { type JsonNode, objectNode, writePython } from '../json';
import { deck, type Random } from '../random';
import type { Call, Split, ToolSpec } from '../record';
import { pick } from './generate-value';
import { asFirstHalf, asSecondHalf, fillPattern, languageOf, type PatternLanguage, patternLanguage, slotsOf } from './pattern';
import type { BySplit, ParameterValues } from './split-values';
import type { ParameterValue } from './values';

/** A value that a request uses. */
interface UsedValue {
  /** `tool.parameter` */
  readonly place: string;
  /** Its text in the request. */
  readonly text: string;
}

/** A request and the calls that answer it. Without calls, it is answered in words. */
export interface GeneratedRequest {
  readonly request: string;
  readonly calls: readonly Call[];
  readonly values: readonly UsedValue[];
}

interface CallSampler {
  readonly one: () => GeneratedRequest;
  /** Samples two requests in one sentence, in one language, and avoids using a value twice. */
  readonly two: () => GeneratedRequest;
}

const CONJUNCTIONS: Readonly<Record<PatternLanguage, readonly string[]>> = {
  en: [', and ', ', then ', ', and also '],
  'zh-CN': ['，另外', '，顺便', '，还有'],
};
/** Attempts at a value that its sentence does not use yet. */
const ATTEMPTS = 20;

/** @param patterns tool → its patterns by split; at least one tool needs a pattern in `split` */
export function createCallSampler(
  tools: readonly ToolSpec[],
  patterns: ReadonlyMap<string, BySplit<string>>,
  values: readonly ParameterValues[],
  split: Split,
  random: Random,
): CallSampler {
  const patternsOf = ({ name }: ToolSpec) => patterns.get(name)?.[split] ?? [];
  const nextPattern = patternSampler(
    tools.filter((tool) => patternsOf(tool).length > 0),
    patternsOf,
    random,
  );
  const nextValue = valueSampler(values, split, random);
  const parameters = new Map(tools.map((tool) => [tool, (fieldsOf(tool.parametersText) ?? []).map(({ name }) => name)]));
  const fill = (chosen: ToolPattern, language: PatternLanguage, used: Set<string>) =>
    fillCall(chosen, parameters.get(chosen.tool) ?? [], language, nextValue, used);
  return {
    one: () => {
      const { tool, pattern } = nextPattern(null, null);
      return fill({ tool, pattern }, patternLanguage(pattern), new Set());
    },
    two: () => {
      const first = nextPattern(null, null);
      const language = patternLanguage(first.pattern);
      const second = nextPattern(language, first.tool);
      const used = new Set<string>();
      const a = fill({ ...first, pattern: asFirstHalf(first.pattern) }, language, used);
      const b = fill({ ...second, pattern: asSecondHalf(second.pattern) }, language, used);
      const request = a.request + pick(random, CONJUNCTIONS[language]) + b.request;
      return { request, calls: [...a.calls, ...b.calls], values: [...a.values, ...b.values] };
    },
  };
}

/** A tool and one of its patterns. */
interface ToolPattern {
  readonly tool: ToolSpec;
  readonly pattern: string;
}

/** Samples a pattern in `language` (null: any) for a tool other than `except`, where possible. */
type NextPattern = (language: PatternLanguage | null, except: ToolSpec | null) => ToolPattern;

function patternSampler(tools: readonly ToolSpec[], patternsOf: (tool: ToolSpec) => readonly string[], random: Random): NextPattern {
  const nextTool = deck(random, tools);
  const decks = new Map<string, () => string>();
  return (language, except) => {
    let tool = nextTool();
    while (tool === except && tools.length > 1) tool = nextTool();
    const key = `${tool.name} ${language ?? ''}`;
    const all = patternsOf(tool);
    const fitting = language === null ? all : all.filter((pattern) => patternLanguage(pattern) === language);
    const next = decks.get(key) ?? deck(random, fitting.length > 0 ? fitting : all);
    decks.set(key, next);
    return { tool, pattern: next() };
  };
}

type NextValue = (tool: string, parameter: string, language: PatternLanguage, used: ReadonlySet<string>) => ParameterValue;

function valueSampler(parameters: readonly ParameterValues[], split: Split, random: Random): NextValue {
  const decks = new Map<string, () => ParameterValue>();
  return (tool, parameter, language, used) => {
    const key = `${tool}.${parameter} ${language}`;
    const all = parameters.find((known) => known.tool === tool && known.parameter === parameter)?.values[split] ?? [];
    const fitting = all.filter(({ text }) => suits(text, language));
    const next = decks.get(key) ?? deck(random, fitting.length > 0 ? fitting : all);
    decks.set(key, next);
    let value = next();
    for (let attempt = 0; attempt < ATTEMPTS && used.has(value.text); attempt++) value = next();
    return value;
  };
}

/** Whether a value may be used in a sentence of the language. Values without letters suit both. */
function suits(text: string, language: PatternLanguage): boolean {
  return languageOf(text) === language || !/\p{L}/u.test(text);
}

/**
 * Fills a pattern and adds its values to `used`. The arguments are in the schema's order, not in the sentence's.
 * @param parameters names of the tool's parameters, in the schema's order
 */
function fillCall(
  { tool, pattern }: ToolPattern,
  parameters: readonly string[],
  language: PatternLanguage,
  nextValue: NextValue,
  used: Set<string>,
): GeneratedRequest {
  const chosen = new Map<string, ParameterValue>();
  for (const slot of slotsOf(pattern)) {
    const value = nextValue(tool.name, slot, language, used);
    chosen.set(slot, value);
    used.add(value.text);
  }
  const members = parameters.flatMap((name): (readonly [string, JsonNode])[] => {
    const value = chosen.get(name);
    return value ? [[name, value.node]] : [];
  });
  return {
    request: fillPattern(pattern, (slot) => chosen.get(slot)?.text ?? ''),
    calls: [{ name: tool.name, argumentsText: writePython(objectNode(...members)), encoding: 'object' }],
    values: [...chosen].map(([parameter, { text }]) => ({ place: `${tool.name}.${parameter}`, text })),
  };
}
