// Generates a Chinese sample: training and held-out records about weather, places and searches. The same seed gives the
// same records, and no request is in both splits.

import { deck, type Random, seededRandom, shuffled } from '../random';
import type { Message, NewRecord, ToolSpec } from '../record';
import { fill, followUp, oneAnswer, plainAnswer, twoAnswers } from './conversations';
import { chainPatterns, dependentPatterns, followUpPatterns, noCallPatterns, parallelPatterns, singlePatterns } from './patterns';
import { sampleTools } from './sample-tools';
import { createValues, type ValuePools, type Values } from './values';

export interface Sample {
  readonly tools: readonly ToolSpec[];
  readonly train: readonly NewRecord[];
  readonly eval: readonly NewRecord[];
}

const kinds = ['single', 'parallel', 'chain', 'dependent', 'followUp', 'noCall'] as const;
type Kind = (typeof kinds)[number];
type Counts = Readonly<Record<Kind, number>>;

/** The number of conversations of each kind, and their values, by split. */
export interface SamplePlan {
  readonly train: { readonly counts: Counts; readonly values: ValuePools };
  readonly eval: { readonly counts: Counts; readonly values: ValuePools };
}

/** Share of the single calls and chains that continue to the result and a closing sentence, in per cent. */
const ENDING_SHARE = 10;

/** The three records that every sample starts with. Their bytes are known, so any file of the format can be compared with them. */
const firstRecords: readonly { readonly pattern: string; readonly value: string }[] = [
  { pattern: '查一下{city}的天气', value: '北京' },
  { pattern: '帮我定位{place}的位置', value: '上海' },
  { pattern: '我想搜索一下{query}', value: 'Qwen模型的用途' },
];

export function generateSample(plan: SamplePlan, seed: number): Sample {
  const random = seededRandom(seed);
  const first = firstRecords.map(({ pattern, value }) => oneAnswer(random, fill(pattern, only(value)), false));
  const seen = new Set(first.map(requestKey));
  // Pools shared by both splits use one deck, so that no value occurs more often than another.
  const trainValues = createValues(random, plan.train.values);
  const evalValues = plan.eval.values === plan.train.values ? trainValues : createValues(random, plan.eval.values);
  const heldOut = generateAll(random, plan.eval.counts, evalValues, seen);
  const training = generateAll(random, plan.train.counts, trainValues, seen);
  return { tools: sampleTools, train: recordsOf([...first, ...training], 'rows.jsonl'), eval: recordsOf(heldOut, 'eval.jsonl') };
}

/** Returns the requests of a conversation, which identify its patterns and values. */
function requestKey(messages: readonly Message[]): string {
  return messages
    .filter((message) => message.role === 'user')
    .map((message) => message.content)
    .join('\n');
}

type Generate = () => Message[];

function generateAll(random: Random, counts: Counts, values: Values, seen: Set<string>): Message[][] {
  const generators = createGenerators(random, values);
  const all: Message[][] = [];
  for (const kind of kinds) {
    for (let done = 0; done < counts[kind]; done++) all.push(generateNew(generators[kind], seen));
  }
  return shuffled(random, all);
}

function generateNew(generate: Generate, seen: Set<string>): Message[] {
  // Kinds with few requests repeat themselves; even those have several times more requests than a sample needs.
  for (let attempt = 0; attempt < 1000; attempt++) {
    const messages = generate();
    const key = requestKey(messages);
    if (seen.has(key)) continue;
    seen.add(key);
    return messages;
  }
  throw new RangeError('The sample has too few different requests of one kind.');
}

function createGenerators(random: Random, values: Values): Readonly<Record<Kind, Generate>> {
  const single = deck(random, singlePatterns);
  const parallel = deck(random, parallelPatterns);
  const chain = deck(random, chainPatterns);
  const dependent = deck(random, dependentPatterns);
  const second = deck(random, followUpPatterns);
  const noCall = deck(
    random,
    noCallPatterns.flatMap(({ answer, patterns }) => patterns.map((pattern) => ({ answer, pattern }))),
  );
  const ending = () => random.below(100) < ENDING_SHARE;
  return {
    single: () => oneAnswer(random, fill(single(), values), ending()),
    parallel: () => oneAnswer(random, fill(parallel(), values), false),
    chain: () => twoAnswers(random, fill(chain(), values), ending()),
    dependent: () => twoAnswers(random, fill(dependent(), values), ending()),
    followUp: () => {
      const request = fill(single(), values);
      return followUp(random, request, fill(second(), values, request.slots));
    },
    noCall: () => {
      const { answer, pattern } = noCall();
      return plainAnswer(fill(pattern, values), answer);
    },
  };
}

/** Returns values that fill every slot with the same text. */
function only(value: string): Values {
  const next = () => value;
  return {
    next: { city: next, place: next, query: next, person: next, time: next, greeting: next, thanks: next },
    cityOf: (place) => place,
  };
}

function recordsOf(conversations: readonly (readonly Message[])[], file: string): NewRecord[] {
  return conversations.map((messages, index) => ({ source: { file, line: index + 1, format: 'chatml' }, tools: [], messages }));
}
