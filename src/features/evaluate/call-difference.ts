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

/** Equal calls find each other first, then calls of one name, then what is left in order. */
export function pairCalls(expected: readonly Call[], actual: readonly Call[]): CallPair[] {
  const wanted = expected.map(readCall);
  const open = new Set(actual.map(readCall));
  const found = new Map<ReadCall, ReadCall>();
  for (const match of [sameCall, (a: ReadCall, b: ReadCall) => a.name === b.name, () => true]) {
    for (const want of wanted) {
      if (found.has(want)) continue;
      const answer = [...open].find((candidate) => match(want, candidate));
      if (!answer) continue;
      found.set(want, answer);
      open.delete(answer);
    }
  }
  const pairs = wanted.map((want): CallPair => {
    const answer = found.get(want);
    if (!answer) return { expected: [plain(wholeText(want))], actual: null };
    return { expected: segmentsOf(want, answer, 0), actual: segmentsOf(answer, want, 1) };
  });
  return [...pairs, ...[...open].map((extra): CallPair => ({ expected: null, actual: [marked(wholeText(extra))] }))];
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
