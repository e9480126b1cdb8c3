// Requests with the calls they lead to: tools, patterns and values are dealt evenly.

import { fieldsOf } from '../builder/schema-form';
import { type JsonNode, objectNode, writePython } from '../json';
import { deck, type Random } from '../random';
import type { Call, Split, ToolSpec } from '../record';
import { pick } from './generate-value';
import { languageOf, type PatternLanguage } from './language';
import { asFirstHalf, asSecondHalf, fillPattern, patternLanguage, slotsOf } from './pattern';
import type { BySplit, ParameterValues } from './split-values';
import type { ParameterValue } from './values';

/** A value where it was used: `tool.parameter` and its text in the request. */
export interface UsedValue {
  readonly place: string;
  readonly text: string;
}

/** A request and what it leads to; without calls, the answer is in words. */
export interface GeneratedRequest {
  readonly request: string;
  readonly calls: readonly Call[];
  readonly values: readonly UsedValue[];
}

export interface CallSampler {
  readonly one: () => GeneratedRequest;
  /** Two requests in one sentence, of one language, no value twice. */
  readonly two: () => GeneratedRequest;
}

interface Chosen {
  readonly tool: ToolSpec;
  readonly pattern: string;
}

const JOINTS: Readonly<Record<PatternLanguage, readonly string[]>> = {
  en: [', and ', ', then ', ', and also '],
  'zh-CN': ['，另外', '，顺便', '，还有'],
};
/** Values that are dealt until one is new in its sentence. */
const ATTEMPTS = 20;

/** @param patterns tool → its sentences by side; at least one tool has one on `split` */
export function createCallSampler(
  tools: readonly ToolSpec[],
  patterns: ReadonlyMap<string, BySplit<string>>,
  values: readonly ParameterValues[],
  split: Split,
  random: Random,
): CallSampler {
  const patternsOf = ({ name }: ToolSpec) => patterns.get(name)?.[split] ?? [];
  const choose = patternDealer(
    tools.filter((tool) => patternsOf(tool).length > 0),
    patternsOf,
    random,
  );
  const deal = openValues(values, split, random);
  const parameters = new Map(tools.map((tool) => [tool, (fieldsOf(tool.parametersText) ?? []).map(({ name }) => name)]));
  const fill = (chosen: Chosen, language: PatternLanguage, used: Set<string>) =>
    fillCall(chosen, parameters.get(chosen.tool) ?? [], language, deal, used);
  return {
    one: () => {
      const { tool, pattern } = choose(null, null);
      return fill({ tool, pattern }, patternLanguage(pattern), new Set());
    },
    two: () => {
      const first = choose(null, null);
      const language = patternLanguage(first.pattern);
      const second = choose(language, first.tool);
      const used = new Set<string>();
      const a = fill({ ...first, pattern: asFirstHalf(first.pattern) }, language, used);
      const b = fill({ ...second, pattern: asSecondHalf(second.pattern) }, language, used);
      const request = a.request + pick(random, JOINTS[language]) + b.request;
      return { request, calls: [...a.calls, ...b.calls], values: [...a.values, ...b.values] };
    },
  };
}

/** Deals the tools in turn, but not `other` where there is another, and each one's patterns in turn; of one language, if it has any. */
function patternDealer(
  tools: readonly ToolSpec[],
  patternsOf: (tool: ToolSpec) => readonly string[],
  random: Random,
): (language: PatternLanguage | null, other: ToolSpec | null) => Chosen {
  const dealTool = deck(random, tools);
  const decks = new Map<string, () => string>();
  return (language, other) => {
    let tool = dealTool();
    while (tool === other && tools.length > 1) tool = dealTool();
    const key = `${tool.name} ${language ?? ''}`;
    const all = patternsOf(tool);
    const fitting = language === null ? all : all.filter((pattern) => patternLanguage(pattern) === language);
    const deal = decks.get(key) ?? deck(random, fitting.length > 0 ? fitting : all);
    decks.set(key, deal);
    return { tool, pattern: deal() };
  };
}

type DealValue = (tool: string, parameter: string, language: PatternLanguage, used: ReadonlySet<string>) => ParameterValue;

function openValues(sides: readonly ParameterValues[], split: Split, random: Random): DealValue {
  const decks = new Map<string, () => ParameterValue>();
  return (tool, parameter, language, used) => {
    const key = `${tool}.${parameter} ${language}`;
    const all = sides.find((side) => side.tool === tool && side.parameter === parameter)?.values[split] ?? [];
    const fitting = all.filter(({ text }) => suits(text, language));
    const deal = decks.get(key) ?? deck(random, fitting.length > 0 ? fitting : all);
    decks.set(key, deal);
    let value = deal();
    for (let attempt = 0; attempt < ATTEMPTS && used.has(value.text); attempt++) value = deal();
    return value;
  };
}

/** Values in the sentence's language, and those that have no letters at all. */
function suits(text: string, language: PatternLanguage): boolean {
  return languageOf(text) === language || !/\p{L}/u.test(text);
}

/**
 * Fills the pattern and adds its values to `used`. Arguments stand in the schema's order, whatever the sentence's.
 * @param parameters the tool's, in that order
 */
function fillCall(
  { tool, pattern }: Chosen,
  parameters: readonly string[],
  language: PatternLanguage,
  deal: DealValue,
  used: Set<string>,
): GeneratedRequest {
  const chosen = new Map<string, ParameterValue>();
  for (const slot of slotsOf(pattern)) {
    const value = deal(tool.name, slot, language, used);
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
