// Rows from a plan: the same plan gives the same rows. Pure.

import { type Random, seededRandom, shuffled } from '../random';
import type { NewRecord, Split, ToolSpec } from '../record';
import { generators, pick } from './generate-value';
import { languageOf } from './language';
import { noCallAnswers } from './no-call';
import { fillPattern, patternLanguage } from './pattern';
import type { GeneratorPlan } from './plan';
import { createCallSampler, type GeneratedRequest } from './sample-calls';
import { type BySplit, splitPatterns, splitValues } from './split-values';
import type { ValueKind } from './value-kind';

export interface GeneratedRecords {
  /** Fewer than the plan asks for where patterns and values allow no more different requests. */
  readonly train: readonly NewRecord[];
  /** No value here, of a parameter that is not `shared`, stands in a call of `train`. */
  readonly eval: readonly NewRecord[];
  /** `tool.parameter` whose values stand on both sides: choices, and parameters with few values. */
  readonly shared: readonly string[];
}

/** The source of made rows: made anew, they take the place of the old ones. */
export const generatorSource = 'templates';

interface Draws {
  readonly one: () => GeneratedRequest;
  readonly two: () => GeneratedRequest;
  readonly none: () => GeneratedRequest;
}

/** Attempts for each row wanted, until its request is new. */
const ATTEMPTS = 30;

/** @param plan one without problems (problems.ts) */
export function generateRecords(plan: GeneratorPlan, tools: readonly ToolSpec[]): GeneratedRecords {
  const random = seededRandom(plan.seed);
  const values = splitValues(plan, tools, random);
  const open = values.filter(({ shared }) => !shared);
  const held = new Set(open.flatMap((parameter) => parameter.values.eval.map(({ text }) => text)));
  const patterns = new Map(plan.tools.map((templates) => [templates.tool, byLanguage(templates.patterns, random)]));
  const chats = byLanguage(plan.noCallPatterns, random);
  const taken = new Set<string>();
  const draw = (split: Split, count: number) => {
    const calls = createCallSampler(tools, patterns, values, split, random);
    const pattern = () => pick(random, chats[split]);
    const none = chats[split].length > 0 ? () => chat(pattern(), random, split === 'train' ? held : new Set()) : calls.one;
    return drawRows(kindsOf(plan, count, random), { ...calls, none }, taken);
  };
  const train = draw('train', plan.trainRecords);
  const trained = new Set(train.flatMap((made) => made.values.map(({ text }) => text)));
  const openPlaces = new Set(open.map(({ tool, parameter }) => `${tool}.${parameter}`));
  const isUnseen = ({ values: used }: GeneratedRequest) => !used.some(({ place, text }) => openPlaces.has(place) && trained.has(text));
  const heldOut = draw('eval', plan.heldOutRecords).filter(isUnseen);
  return {
    train: train.map((made, index) => rowOf(made, index + 1)),
    eval: heldOut.map((made, index) => rowOf(made, train.length + index + 1)),
    shared: values.flatMap(({ tool, parameter, shared }) => (shared ? [`${tool}.${parameter}`] : [])),
  };
}

function kindsOf({ noCallShare, twoCallsShare }: GeneratorPlan, count: number, random: Random): readonly (keyof Draws)[] {
  const none = Math.min(count, Math.round((count * noCallShare) / 100));
  const two = Math.min(count - none, Math.round((count * twoCallsShare) / 100));
  const times = (kind: keyof Draws, number: number) => Array.from({ length: number }, () => kind);
  return shuffled(random, [...times('none', none), ...times('two', two), ...times('one', count - none - two)]);
}

/** One row of each kind in turn; a kind that finds no new request is left out. */
function drawRows(kinds: readonly (keyof Draws)[], draws: Draws, taken: Set<string>): readonly GeneratedRequest[] {
  return kinds.flatMap((kind) => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const made = draws[kind]();
      const request = made.request.trim();
      if (taken.has(request)) continue;
      taken.add(request);
      return [made];
    }
    return [];
  });
}

/** Held out within each language, so that both sides speak both. */
function byLanguage(patterns: readonly string[], random: Random): BySplit<string> {
  const sides = (['en', 'zh-CN'] as const).map((language) =>
    splitPatterns(
      patterns.filter((pattern) => patternLanguage(pattern) === language),
      random,
    ),
  );
  return { train: sides.flatMap((side) => side.train), eval: sides.flatMap((side) => side.eval) };
}

/** Slots of a request that no tool serves are named by their kind. */
const CHAT_KINDS: readonly ValueKind[] = ['place', 'person', 'word', 'phrase', 'message', 'date', 'time', 'integer', 'number'];

/** @param avoid texts that must not stand in the request */
function chat(pattern: string, random: Random, avoid: ReadonlySet<string>): GeneratedRequest {
  const language = patternLanguage(pattern);
  const request = fillPattern(pattern, (slot) => {
    const kind = CHAT_KINDS.find((known) => known === slot);
    const generate = kind && generators[kind];
    if (!generate) return slot;
    let text = generate(random, language);
    for (let attempt = 0; attempt < ATTEMPTS && avoid.has(text); attempt++) text = generate(random, language);
    return text;
  });
  return { request, calls: [], values: [] };
}

function rowOf({ request, calls }: GeneratedRequest, line: number): NewRecord {
  const answer = calls.length > 0 ? { calls } : { content: noCallAnswers[languageOf(request)] };
  const messages = [
    { role: 'user' as const, content: request },
    { role: 'assistant' as const, ...answer },
  ];
  return { source: { file: generatorSource, line, format: 'chatml' }, tools: [], messages };
}
