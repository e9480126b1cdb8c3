// Expected and actual calls side by side, with the characters that differ marked. Pure.

import { type JsonMember, type JsonNode, lastMembers, sameValue, tryParseJson, writePython } from '../../core/json';
import type { Call } from '../../core/record';

/** A piece of a written call; `marked` pieces differ from the other side. */
export interface Segment {
  readonly text: string;
  readonly marked: boolean;
}

/** One call of each side that answers the other; null = this side has no such call. */
export interface CallPair {
  readonly expected: readonly Segment[] | null;
  readonly actual: readonly Segment[] | null;
}

const plain = (text: string): Segment => ({ text, marked: false });
const marked = (text: string): Segment => ({ text, marked: true });

/** Splits two texts at what they share at both ends; a whole character is the unit. */
export function differingMiddle(a: string, b: string): readonly [Segment[], Segment[]] {
  if (a === b) return [[plain(a)], [plain(b)]];
  const left = [...a];
  const right = [...b];
  const most = Math.min(left.length, right.length);
  let start = 0;
  while (start < most && left[start] === right[start]) start++;
  let end = 0;
  while (end < most - start && left.at(-1 - end) === right.at(-1 - end)) end++;
  const cut = (characters: readonly string[]) =>
    [
      plain(characters.slice(0, start).join('')),
      marked(characters.slice(start, characters.length - end).join('')),
      plain(characters.slice(characters.length - end).join('')),
    ].filter((segment) => segment.text !== '');
  return [cut(left), cut(right)];
}

interface ReadCall {
  readonly name: string;
  readonly members: readonly JsonMember[];
  /** Set when the arguments are no JSON object: they are shown as they stand. */
  readonly raw: string | null;
}

function readCall(call: Call): ReadCall {
  const node = tryParseJson(call.argumentsText);
  if (node?.kind !== 'object') return { name: call.name, members: [], raw: call.argumentsText };
  return { name: call.name, members: [...lastMembers(node)].map(([key, value]) => ({ key, value })), raw: null };
}

function sameCall(a: ReadCall, b: ReadCall): boolean {
  if (a.name !== b.name || a.raw !== b.raw) return false;
  return a.members.length === b.members.length && a.members.every(({ key, value }) => sameMember(b, key, value));
}

function sameMember(call: ReadCall, key: string, value: JsonNode): boolean {
  const other = memberValue(call, key);
  return other !== undefined && sameValue(value, other);
}

function memberValue(call: ReadCall, key: string): JsonNode | undefined {
  return call.members.find((member) => member.key === key)?.value;
}

/** One side of a call, what differs from `other` marked. */
function segmentsOf(call: ReadCall, other: ReadCall, mine: 0 | 1): Segment[] {
  const name = differingName(call.name, other.name);
  if (call.raw !== null) return [name, plain('('), { text: call.raw, marked: call.raw !== other.raw }, plain(')')];
  const parts = call.members.flatMap(({ key, value }, index) => {
    const comma = index > 0 ? [plain(', ')] : [];
    const theirs = memberValue(other, key);
    if (theirs === undefined) return [...comma, marked(`${key}=${writePython(value)}`)];
    if (sameValue(value, theirs)) return [...comma, plain(`${key}=${writePython(value)}`)];
    const sides =
      mine === 0 ? differingMiddle(writePython(value), writePython(theirs)) : differingMiddle(writePython(theirs), writePython(value));
    return [...comma, plain(`${key}=`), ...sides[mine]];
  });
  return [name, plain('('), ...parts, plain(')')];
}

function differingName(name: string, other: string): Segment {
  return name === other ? plain(name) : marked(name || '?');
}

/** A call as one text: `get_weather(city="北京")`. */
export function callText(call: Call): string {
  const read = readCall(call);
  return segmentsOf(read, read, 0)
    .map((segment) => segment.text)
    .join('');
}

/** Longest common subsequence of equal calls, as pairs of indices. Answers hold a handful of calls. */
function commonCalls(wanted: readonly ReadCall[], answered: readonly ReadCall[]): [number, number][] {
  const best: [number, number][][][] = Array.from({ length: wanted.length + 1 }, () =>
    Array.from({ length: answered.length + 1 }, () => []),
  );
  const at = (i: number, j: number) => best[i]?.[j] ?? [];
  for (let i = wanted.length - 1; i >= 0; i--) {
    for (let j = answered.length - 1; j >= 0; j--) {
      const [want, answer] = [wanted[i], answered[j]];
      const row = best[i];
      if (!want || !answer || !row) continue;
      const without = at(i + 1, j).length >= at(i, j + 1).length ? at(i + 1, j) : at(i, j + 1);
      row[j] = sameCall(want, answer) ? [[i, j], ...at(i + 1, j + 1)] : without;
    }
  }
  return at(0, 0);
}

function pairOf(want: ReadCall | undefined, answer: ReadCall | undefined): CallPair {
  if (want && answer) return { expected: segmentsOf(want, answer, 0), actual: segmentsOf(answer, want, 1) };
  return { expected: want ? [plain(wholeText(want))] : null, actual: answer ? [marked(wholeText(answer))] : null };
}

/** Calls answer each other in order, as they are scored; where there are too many or too few, equal ones find each other. */
export function pairCalls(expected: readonly Call[], actual: readonly Call[]): CallPair[] {
  const wanted = expected.map(readCall);
  const answered = actual.map(readCall);
  const pairs: CallPair[] = [];
  let [i, j] = [0, 0];
  const fill = (toI: number, toJ: number) => {
    while (i < toI || j < toJ) pairs.push(pairOf(i < toI ? wanted[i++] : undefined, j < toJ ? answered[j++] : undefined));
  };
  // As many calls as expected: each answers the one in its place.
  const common = wanted.length === answered.length ? [] : commonCalls(wanted, answered);
  for (const [nextI, nextJ] of [...common, [wanted.length, answered.length] as const]) {
    fill(nextI, nextJ);
    if (i < wanted.length && j < answered.length) pairs.push(pairOf(wanted[i++], answered[j++]));
  }
  return pairs;
}

function wholeText(call: ReadCall): string {
  return segmentsOf(call, call, 0)
    .map((segment) => segment.text)
    .join('');
}

/** Arguments as rows of a call card; null when they are no JSON object. */
export function argumentRows(call: Call): readonly { readonly key: string; readonly value: string }[] | null {
  const read = readCall(call);
  return read.raw === null ? read.members.map(({ key, value }) => ({ key, value: writePython(value) })) : null;
}
