// A Chinese sample: training and held-out rows about weather, places and searches. The same seed gives the same rows;
// no (sentence pattern, values) pair is on both sides.

import { deck, type Random, seededRandom, shuffled } from '../random';
import type { Message, NewRecord, ToolSpec } from '../record';
import { fill, followUp, oneAnswer, plainAnswer, twoAnswers } from './conversations';
import { chainPatterns, dependentPatterns, followUpPatterns, noCallPatterns, parallelPatterns, singlePatterns } from './patterns';
import { sampleTools } from './sample-tools';
import { createValuePools, type Pools, type Values } from './values';

export interface Sample {
  readonly tools: readonly ToolSpec[];
  readonly train: readonly NewRecord[];
  readonly eval: readonly NewRecord[];
}

export type Kind = 'single' | 'parallel' | 'chain' | 'dependent' | 'followUp' | 'noCall';
type Counts = Readonly<Record<Kind, number>>;
type Draw = () => Message[];

/** What a sample consists of. */
export interface SamplePlan {
  readonly train: { readonly counts: Counts; readonly values: Pools };
  readonly eval: { readonly counts: Counts; readonly values: Pools };
}

/** Share of the single calls and chains, in per cent, that go on to the result and a closing sentence. */
const endingShare = 10;

/** The three rows that every file of this dialect is compared with; always the first of training. */
const firstRows: readonly { readonly pattern: string; readonly value: string }[] = [
  { pattern: '查一下{city}的天气', value: '北京' },
  { pattern: '帮我定位{place}的位置', value: '上海' },
  { pattern: '我想搜索一下{query}', value: 'Qwen模型的用途' },
];

/** Rows of the project (`train`) and its held-out rows (`eval`), as their two files hold them. */
export function generateSample(plan: SamplePlan, seed: number): Sample {
  const random = seededRandom(seed);
  const first = firstRows.map(({ pattern, value }) => oneAnswer(random, fill(pattern, only(value)), false));
  const taken = new Set(first.map(requestKey));
  // Pools that both sides share are dealt from one deck: no value comes up more often than another.
  const trainValues = createValuePools(random, plan.train.values);
  const evalValues = plan.eval.values === plan.train.values ? trainValues : createValuePools(random, plan.eval.values);
  const heldOut = drawAll(random, plan.eval.counts, evalValues, taken);
  const training = drawAll(random, plan.train.counts, trainValues, taken);
  return { tools: sampleTools, train: rows([...first, ...training], 'rows.jsonl'), eval: rows(heldOut, 'eval.jsonl') };
}

/** The requests of a conversation: with the fixed patterns and values they stand for the (patterns, values) pair. */
function requestKey(messages: readonly Message[]): string {
  return messages
    .filter((message) => message.role === 'user')
    .map((message) => message.content)
    .join('\n');
}

function drawAll(random: Random, counts: Counts, values: Values, taken: Set<string>): Message[][] {
  const draws = openDraws(random, values);
  const all: Message[][] = [];
  for (const kind of ['single', 'parallel', 'chain', 'dependent', 'followUp', 'noCall'] as const) {
    for (let made = 0; made < counts[kind]; made++) all.push(drawNew(draws[kind], taken));
  }
  return shuffled(random, all);
}

function drawNew(draw: Draw, taken: Set<string>): Message[] {
  // Small kinds repeat themselves; each still has several times more requests than are drawn.
  for (let attempt = 0; attempt < 1000; attempt++) {
    const messages = draw();
    const key = requestKey(messages);
    if (taken.has(key)) continue;
    taken.add(key);
    return messages;
  }
  throw new RangeError('the sample has too few different requests of one kind');
}

function openDraws(random: Random, values: Values): Readonly<Record<Kind, Draw>> {
  const single = deck(random, singlePatterns);
  const parallel = deck(random, parallelPatterns);
  const chain = deck(random, chainPatterns);
  const dependent = deck(random, dependentPatterns);
  const second = deck(random, followUpPatterns);
  const noCall = deck(
    random,
    noCallPatterns.flatMap(({ answer, patterns }) => patterns.map((pattern) => ({ answer, pattern }))),
  );
  const ending = () => random.below(100) < endingShare;
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

function only(value: string): Values {
  const deal = () => value;
  return {
    deal: { city: deal, place: deal, query: deal, person: deal, time: deal, greeting: deal, thanks: deal },
    cityOf: (place) => place,
  };
}

function rows(conversations: readonly (readonly Message[])[], file: string): NewRecord[] {
  return conversations.map((messages, index) => ({ source: { file, line: index + 1, format: 'chatml' }, tools: [], messages }));
}
