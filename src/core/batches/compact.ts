// A batch without padding, whose rows share what they begin with. Rows of one system prompt and one list of tools begin
// alike for most of their length: those inputs stand once, before all others, and the rows' own inputs follow one after
// the other. Only attention needs rows beside each other; it works in blocks, made of the inputs by number. Causal
// attention gives an input the same state whatever follows it, so losses and gradients are those of the padded batch.

import { largest, sum } from '../statistics';
import type { TokenizedExample } from '../tokenizer';
import {
  type AttentionBlocks,
  type Batch,
  inputsOf,
  LENGTH_MULTIPLE,
  makeBatch,
  paddedLength,
  roundUp,
  targetFields,
  targetsOf,
} from './batch';

/** Inputs are padded to a multiple of this all together, so that few shapes occur (GPU buffers are pooled by exact size). */
const INPUT_MULTIPLE = 64;
/** The prefix lies in so many blocks at most: each block holds all of its keys. */
const PREFIX_BLOCKS = 4;
/**
 * Share of the padded batch's inputs that must be saved. Taking the inputs of attention by number costs some time and
 * memory: from here on a step is faster, and takes no more than is planned for the padded one.
 */
const LEAST_SAVED = 0.25;
/** Share of the rows' inputs that a prefix must save. */
const LEAST_SHARED = 0.1;

export interface CompactSize {
  /** P, inputs that every row begins with and that are computed once. */
  readonly prefix: number;
  /** Inputs that are tokens, the prefix once. */
  readonly tokens: number;
  /** N, inputs that are computed. */
  readonly count: number;
}

/**
 * How large the compact batch of rows with so many inputs is; null where it saves too little.
 * @param shared inputs that all of them begin with
 */
export function compactSize(shared: number, inputs: readonly number[]): CompactSize | null {
  const all = sum(inputs);
  const prefix = shared * (inputs.length - 1) < LEAST_SHARED * all ? 0 : shared;
  const tokens = all - (inputs.length - 1) * prefix;
  const count = roundUp(tokens + 1, INPUT_MULTIPLE);
  return count > (1 - LEAST_SAVED) * inputs.length * paddedLength(inputs) ? null : { prefix, tokens, count };
}

export interface BlockShape {
  /** R, of which the first ones hold the prefix's queries. */
  readonly count: number;
  readonly ofPrefix: number;
  /** Q */
  readonly queries: number;
  /** S */
  readonly keys: number;
}

/** The blocks of attention for rows with so many inputs. */
export function blockShape(prefix: number, inputs: readonly number[]): BlockShape {
  // One place in each row's block stays empty: padding asks and is seen there.
  const longest = largest(inputs, prefix) - prefix + 1;
  const queries = roundUp(Math.max(longest, Math.ceil(prefix / PREFIX_BLOCKS)), LENGTH_MULTIPLE);
  const ofPrefix = Math.ceil(prefix / queries);
  return { count: ofPrefix + inputs.length, ofPrefix, queries, keys: prefix + queries };
}

export interface CompactInputs {
  /** [N] */
  readonly ids: Int32Array;
  /** [N], place of each in its row. */
  readonly positionIds: Int32Array;
  /** [B], where each row's own inputs begin. */
  readonly starts: readonly number[];
  readonly blocks: AttentionBlocks;
}

/** The inputs of rows one after the other, what they begin with once and first. */
export function compactInputs(rows: readonly Int32Array[], size: CompactSize): CompactInputs {
  const { prefix, count } = size;
  const ids = new Int32Array(count);
  const positionIds = new Int32Array(count);
  const starts: number[] = [];
  for (let position = 0; position < prefix; position++) positionIds[position] = position;
  let start = prefix;
  for (const row of rows) {
    ids.set(row.subarray(0, prefix));
    ids.set(row.subarray(prefix), start);
    for (let position = prefix; position < row.length; position++) positionIds[start + position - prefix] = position;
    starts.push(start);
    start += row.length - prefix;
  }
  const lengths = rows.map((row) => row.length);
  return { ids, positionIds, starts, blocks: attentionBlocks(size, starts, lengths) };
}

/**
 * Blocks of queries: first the prefix's own, then one for each row, with the prefix's keys before the row's.
 * @param starts where each row's own inputs begin
 * @param inputs how many each row has, the prefix among them
 */
function attentionBlocks({ prefix, tokens, count }: CompactSize, starts: readonly number[], inputs: readonly number[]): AttentionBlocks {
  const { count: blocks, ofPrefix: before, queries, keys } = blockShape(prefix, inputs);
  const queryInputs = new Int32Array(blocks * queries).fill(count - 1);
  const keyInputs = new Int32Array(blocks * keys).fill(count - 1);
  const queryPlaces = new Int32Array(count).fill((before + 1) * queries - 1);
  const keyPlaces = new Int32Array(count - prefix).fill((before + 1) * keys - 1);
  const seen = new Int32Array(prefix === 0 ? queries : blocks * queries);
  for (let block = 0; block < blocks; block++) {
    for (let position = 0; position < prefix; position++) keyInputs[block * keys + position] = position;
  }
  for (let position = 0; position < prefix; position++) {
    queryInputs[position] = position;
    queryPlaces[position] = position;
  }
  inputs.forEach((length, row) => {
    const [firstQuery, firstKey] = [(before + row) * queries, (before + row) * keys + prefix];
    for (let index = 0; index < length - prefix; index++) {
      const input = (starts[row] ?? 0) + index;
      queryInputs[firstQuery + index] = input;
      queryPlaces[input] = firstQuery + index;
      keyInputs[firstKey + index] = input;
      keyPlaces[input - prefix] = firstKey + index;
    }
  });
  seen.forEach((_, place) => {
    const ofPrefix = place < before * queries;
    seen[place] = ofPrefix ? Math.min(place + 1, prefix) : prefix + (place % queries) + 1;
  });
  return { count: blocks, ofPrefix: before, queries, keys, prefix, tokens, queryInputs, keyInputs, queryPlaces, keyPlaces, seen };
}

/** How large the compact batch of these rows is; null where it saves too little. */
export function compactSizeOf(rows: readonly TokenizedExample[]): CompactSize | null {
  return compactSize(sharedPrefix(rows), rows.map(inputsOf));
}

/** The rows as one batch, compact where that saves enough. Rows hold at least one trained token each. */
export function makeCompactBatch(rows: readonly TokenizedExample[]): Batch {
  const size = compactSizeOf(rows);
  if (!size) return makeBatch(rows);
  const inputs = rows.map((row) => row.inputIds.subarray(0, inputsOf(row)));
  const { ids, positionIds, starts, blocks } = compactInputs(inputs, size);
  // Nothing is predicted within the prefix.
  const targets = rows.flatMap((row, index) => targetsOf(row, (starts[index] ?? 0) - size.prefix));
  return {
    batchSize: rows.length,
    length: paddedLength(rows.map(inputsOf)),
    ids,
    lengths: Int32Array.from(rows, inputsOf),
    packed: false,
    positionIds,
    segments: new Int32Array(ids.length),
    blocks,
    ...targetFields(rows, targets),
  };
}

/** Inputs that all rows begin with and of which none makes a trained prediction; 0 for a row alone. */
export function sharedPrefix(rows: readonly TokenizedExample[]): number {
  return commonStart(
    rows.map(({ inputIds }) => inputIds),
    rows.map(ownFrom),
  );
}

/** The first input that a row cannot share: it makes the first trained prediction, or is the last one. */
function ownFrom({ weights, inputIds }: TokenizedExample): number {
  const trained = weights.findIndex((weight, token) => token > 0 && weight !== 0);
  return (trained < 0 ? inputIds.length - 1 : trained) - 1;
}

/** How many tokens all sequences begin with; 0 for one alone. @param most of each sequence */
export function commonStart([first, ...others]: readonly Int32Array[], most: readonly number[]): number {
  if (!first || others.length === 0) return 0;
  const limit = Math.min(...most);
  return others.reduce((length, other) => {
    let same = 0;
    while (same < length && first[same] === other[same]) same++;
    return same;
  }, limit);
}
