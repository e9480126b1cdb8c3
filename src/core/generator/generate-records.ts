// Records from a plan. The same plan always gives the same records.

import { type Random, seededRandom, shuffled } from '../random';
import type { NewRecord, Split, ToolSpec } from '../record';
import { generators, pick } from './generate-value';
import { noCallAnswers } from './no-call';
import { fillPattern, languageOf, patternLanguage } from './pattern';
import { type GeneratorPlan, withoutBlankLines } from './plan';
import { type PatternProblem, patternProblems } from './problems';
import { createCallSampler, type GeneratedRequest } from './sample-calls';
import { type BySplit, splitPatterns, splitValues } from './split-values';
import type { ValueKind } from './value-kind';

export interface GeneratedRecords {
  /** Fewer than the plan asks for when its patterns and values allow no more different requests. */
  readonly train: readonly NewRecord[];
  /** No value here is in a call of `train`, except for parameters in `shared`. */
  readonly eval: readonly NewRecord[];
  /** `tool.parameter` of the parameters with the same values in both splits: choices, and parameters with few values. */
  readonly shared: readonly string[];
}

/**
 * The source file of generated records, by which the next generation finds and replaces them. Stored with them, so the
 * text does not change.
 */
export const generatorSource = 'templates';

export interface GeneratorResult {
  readonly problems: readonly PatternProblem[];
  /** null while there are problems. */
  readonly records: GeneratedRecords | null;
}

/** Generates records from a plan as a person left it, or returns what keeps it from making any. */
export function generateFromPlan(plan: GeneratorPlan, tools: readonly ToolSpec[]): GeneratorResult {
  const clean = withoutBlankLines(plan);
  const problems = patternProblems(clean, tools);
  return { problems, records: problems.length > 0 ? null : generateRecords(clean, tools) };
}

/** One function for each kind of request: with one call, with two, with none. */
interface Samplers {
  readonly one: () => GeneratedRequest;
  readonly two: () => GeneratedRequest;
  readonly none: () => GeneratedRequest;
}

/** Attempts at a request that is new, for each record. */
const ATTEMPTS = 30;

/** @param plan a plan without problems (problems.ts) */
export function generateRecords(plan: GeneratorPlan, tools: readonly ToolSpec[]): GeneratedRecords {
  const random = seededRandom(plan.seed);
  const values = splitValues(plan, tools, random);
  const separate = values.filter(({ shared }) => !shared);
  const heldOutTexts = new Set(separate.flatMap((parameter) => parameter.values.eval.map(({ text }) => text)));
  const patterns = new Map(plan.tools.map((toolPatterns) => [toolPatterns.tool, splitByLanguage(toolPatterns.patterns, random)]));
  const noCallPatterns = splitByLanguage(plan.noCallPatterns, random);
  const seenRequests = new Set<string>();
  const generate = (split: Split, count: number) => {
    const calls = createCallSampler(tools, patterns, values, split, random);
    const pattern = () => pick(random, noCallPatterns[split]);
    const avoid = split === 'train' ? heldOutTexts : new Set<string>();
    const none = noCallPatterns[split].length > 0 ? () => noCallRequest(pattern(), random, avoid) : calls.one;
    return newRequests(requestKinds(plan, count, random), { ...calls, none }, seenRequests);
  };
  const train = generate('train', plan.trainRecords);
  const trainedTexts = new Set(train.flatMap((request) => request.values.map(({ text }) => text)));
  const separatePlaces = new Set(separate.map(({ tool, parameter }) => `${tool}.${parameter}`));
  const isUnseen = ({ values: used }: GeneratedRequest) =>
    !used.some(({ place, text }) => separatePlaces.has(place) && trainedTexts.has(text));
  const heldOut = generate('eval', plan.heldOutRecords).filter(isUnseen);
  return {
    train: train.map((request, index) => recordOf(request, index + 1)),
    eval: heldOut.map((request, index) => recordOf(request, train.length + index + 1)),
    shared: values.flatMap(({ tool, parameter, shared }) => (shared ? [`${tool}.${parameter}`] : [])),
  };
}

function requestKinds({ noCallShare, twoCallsShare }: GeneratorPlan, count: number, random: Random): readonly (keyof Samplers)[] {
  const none = Math.min(count, Math.round((count * noCallShare) / 100));
  const two = Math.min(count - none, Math.round((count * twoCallsShare) / 100));
  const times = (kind: keyof Samplers, number: number) => Array.from({ length: number }, () => kind);
  return shuffled(random, [...times('none', none), ...times('two', two), ...times('one', count - none - two)]);
}

/** Samples a request of each kind in turn. Where no new request is found, that one is left out. */
function newRequests(kinds: readonly (keyof Samplers)[], samplers: Samplers, seen: Set<string>): readonly GeneratedRequest[] {
  return kinds.flatMap((kind) => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const sampled = samplers[kind]();
      const request = sampled.request.trim();
      if (seen.has(request)) continue;
      seen.add(request);
      return [sampled];
    }
    return [];
  });
}

/** Splits the patterns of each language by itself, so that both splits have both languages. */
function splitByLanguage(patterns: readonly string[], random: Random): BySplit<string> {
  const languages = (['en', 'zh-CN'] as const).map((language) =>
    splitPatterns(
      patterns.filter((pattern) => patternLanguage(pattern) === language),
      random,
    ),
  );
  return { train: languages.flatMap(({ train }) => train), eval: languages.flatMap((patternsOf) => patternsOf.eval) };
}

/** A slot of a request that no tool serves is named after the kind of its value. */
const NO_CALL_KINDS: readonly ValueKind[] = ['place', 'person', 'word', 'phrase', 'message', 'date', 'time', 'integer', 'number'];

/** @param avoid texts that must not be in the request */
function noCallRequest(pattern: string, random: Random, avoid: ReadonlySet<string>): GeneratedRequest {
  const language = patternLanguage(pattern);
  const request = fillPattern(pattern, (slot) => {
    const kind = NO_CALL_KINDS.find((known) => known === slot);
    const generate = kind && generators[kind];
    if (!generate) return slot;
    let text = generate(random, language);
    for (let attempt = 0; attempt < ATTEMPTS && avoid.has(text); attempt++) text = generate(random, language);
    return text;
  });
  return { request, calls: [], values: [] };
}

function recordOf({ request, calls }: GeneratedRequest, line: number): NewRecord {
  const answer = calls.length > 0 ? { calls } : { content: noCallAnswers[languageOf(request)] };
  const messages = [
    { role: 'user' as const, content: request },
    { role: 'assistant' as const, ...answer },
  ];
  return { source: { file: generatorSource, line, format: 'chatml' }, tools: [], messages };
}
