// A batch without padding, whose rows share what they begin with. Rows of one system prompt and one list of tools begin
// alike for most of their length: those inputs stand once, before all others, and the rows' own inputs follow one after
// the other. Only attention needs rows beside each other; it works in blocks, made of the inputs by number. Causal
// attention gives an input the same state whatever follows it, so losses and gradients are those of the padded batch.

import type { TokenizedRow } from '../tokenizer';
import { type Batch, inputsOf, makeBatch, paddedLength, type Target, targetFields, targetsOf } from './batch';
import { blockShape, type CompactSize, compactSize } from './compact-size';

/** R blocks of Q queries, each with S keys that all queries of the block may see the first of. */
export interface AttentionBlocks {
  /** R */
  readonly count: number;
  /** Q */
  readonly queries: number;
  /** S */
  readonly keys: number;
  /** P, inputs that every row begins with. They are the first P inputs and the first P keys of every block. */
  readonly prefix: number;
  /** Inputs that are tokens; the rest of N, at least one, is padding that belongs to no row. */
  readonly tokens: number;
  /** [R·Q], the input that asks in each place; padding in empty ones. */
  readonly queryInputs: Int32Array;
  /** [R·S], the input that is seen in each place; padding in empty ones. */
  readonly keyInputs: Int32Array;
  /** [N], the place among R·Q where each input asks; padding has an empty one, whose gradient is zero. */
  readonly queryPlaces: Int32Array;
  /** [N - P], the place among R·S where each input after the prefix is seen; padding has an empty one. */
  readonly keyPlaces: Int32Array;
  /** [Q] where all blocks have the same, else [R·Q]: how many keys, from the first on, a query sees. */
  readonly seen: Int32Array;
}

/** How large the compact batch of these rows is; null where it saves too little. */
export function compactSizeOf(rows: readonly TokenizedRow[]): CompactSize | null {
  return compactSize(sharedPrefix(rows), rows.map(inputsOf));
}

/** The rows as one batch, compact where that saves enough. Rows hold at least one trained token each. */
export function makeCompactBatch(rows: readonly TokenizedRow[]): Batch {
  const size = compactSizeOf(rows);
  if (!size) return makeBatch(rows);
  const { prefix, tokens, count } = size;
  const ids = new Int32Array(count);
  const positionIds = new Int32Array(count);
  const targets: Target[] = [];
  const starts: number[] = [];
  let start = prefix;
  for (const row of rows) {
    ids.set(row.inputIds.subarray(0, prefix));
    ids.set(row.inputIds.subarray(prefix, inputsOf(row)), start);
    for (let position = prefix; position < inputsOf(row); position++) positionIds[start + position - prefix] = position;
    // Nothing is predicted within the prefix.
    targets.push(...targetsOf(row, start - prefix));
    starts.push(start);
    start += inputsOf(row) - prefix;
  }
  for (let position = 0; position < prefix; position++) positionIds[position] = position;
  return {
    rows: rows.length,
    length: paddedLength(rows.map(inputsOf)),
    ids,
    lengths: Int32Array.from(rows, inputsOf),
    longestRow: rows.reduce((most, row) => Math.max(most, row.inputIds.length), 0),
    packed: false,
    positionIds,
    segments: new Int32Array(count),
    blocks: { ...attentionBlocks(size, starts, rows), tokens },
    ...targetFields(targets),
    tokens: rows.reduce((total, row) => total + row.inputIds.length, 0),
  };
}

/** Inputs that all rows begin with and of which none makes a trained prediction; 0 for a row alone. */
export function sharedPrefix(rows: readonly TokenizedRow[]): number {
  const [first, ...others] = rows;
  if (!first || others.length === 0) return 0;
  return others.reduce((most, row) => alike(first, row, Math.min(most, ownFrom(row))), ownFrom(first));
}

/** The first input that a row cannot share: it makes the first trained prediction, or is the last one. */
function ownFrom({ weights, inputIds }: TokenizedRow): number {
  const trained = weights.findIndex((weight, token) => token > 0 && weight !== 0);
  return (trained < 0 ? inputIds.length - 1 : trained) - 1;
}

/** How many of the first `most` tokens two rows have in common. */
function alike(a: TokenizedRow, b: TokenizedRow, most: number): number {
  let length = 0;
  while (length < most && a.inputIds[length] === b.inputIds[length]) length++;
  return length;
}

/**
 * Blocks of queries: first the prefix's own, then one for each row, with the prefix's keys before the row's.
 * @param starts where each row's own inputs begin
 */
function attentionBlocks(
  { prefix, count }: CompactSize,
  starts: readonly number[],
  rows: readonly TokenizedRow[],
): Omit<AttentionBlocks, 'tokens'> {
  const inputs = rows.map(inputsOf);
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
  return { count: blocks, queries, keys, prefix, queryInputs, keyInputs, queryPlaces, keyPlaces, seen };
}
