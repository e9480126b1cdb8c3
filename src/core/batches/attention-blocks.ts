// A batch without padding, whose rows share what they begin with. Rows of one system prompt and one list of tools begin
// alike for most of their length: those inputs stand once, before all others, and the rows' own inputs follow one after
// the other. Only attention needs rows beside each other; it works in blocks, made of the inputs by number. Causal
// attention gives an input the same state whatever follows it, so losses and gradients are those of the padded batch.

import { blockShape, type CompactSize } from './compact-size';

/** R blocks of Q queries, each with S keys that all queries of the block may see the first of. */
export interface AttentionBlocks {
  /** R */
  readonly count: number;
  /** The first so many hold the prefix's queries; each of the others those of a row. */
  readonly ofPrefix: number;
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
