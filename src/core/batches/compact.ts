// Compact batches: the prefix that examples share is computed once, and nothing is padded to the longest. Examples with
// the same system prompt and list of tools share most of their tokens. Those inputs come first, once; the remaining
// inputs of each example follow, one example after another. Only attention needs an example's inputs next to each other:
// it works in blocks that gather them by index. Causal attention gives an input the same state whatever follows it, so
// losses and gradients are those of the padded batch.

import { largest, roundUp, sum } from '../arithmetic';
import type { TokenizedExample } from '../tokenizer';
import { type AttentionBlocks, type Batch, inputsOf, LENGTH_MULTIPLE, makeBatch, paddedLength, targetFields, targetsOf } from './batch';

/** The number of inputs is padded to a multiple of this, so that few shapes occur (GPU buffers are pooled by exact size). */
const INPUT_MULTIPLE = 64;
/** The queries of the prefix fill at most this many blocks, as every block holds all keys of the prefix. */
const PREFIX_BLOCKS = 4;
/**
 * Share of the padded batch's inputs that a compact batch must save. Gathering the inputs of attention costs time and
 * memory: from this share on, a step is faster and needs no more memory than is planned for the padded batch.
 */
const LEAST_SAVED = 0.25;
/** Share of all sequences' inputs that a prefix must save to be shared. */
const LEAST_SHARED = 0.1;

/** How many inputs a compact batch has. Lengths alone determine it, so that a plan needs no examples. */
interface CompactSize {
  /** P, inputs that every sequence starts with and that are computed once. */
  readonly prefix: number;
  /** Inputs that are tokens, the prefix counted once. */
  readonly tokens: number;
  /** N, inputs that are computed. */
  readonly inputs: number;
}

/**
 * The size of a compact batch; null if it saves too little.
 * @param shared inputs that all sequences start with
 * @param lengths inputs of each sequence, the shared ones included
 */
export function compactSize(shared: number, lengths: readonly number[]): CompactSize | null {
  const all = sum(lengths);
  const prefix = shared * (lengths.length - 1) < LEAST_SHARED * all ? 0 : shared;
  const tokens = all - (lengths.length - 1) * prefix;
  const inputs = roundUp(tokens + 1, INPUT_MULTIPLE);
  return inputs > (1 - LEAST_SAVED) * lengths.length * paddedLength(lengths) ? null : { prefix, tokens, inputs };
}

/** The size of the compact batch of these examples; null if it saves too little. */
export function compactSizeOf(examples: readonly TokenizedExample[]): CompactSize | null {
  return compactSize(sharedPrefix(examples), examples.map(inputsOf));
}

/** Makes one batch of the examples, compact if that saves enough. Every example has at least one trained token. */
export function makeCompactBatch(examples: readonly TokenizedExample[]): Batch {
  const size = compactSizeOf(examples);
  if (!size) return makeBatch(examples);
  const inputs = examples.map((example) => example.inputIds.subarray(0, inputsOf(example)));
  const { ids, positionIds, starts, blocks } = compactInputs(inputs, size);
  // Within the prefix nothing is predicted, so no target is lost or counted twice.
  const targets = examples.flatMap((example, index) => targetsOf(example, (starts[index] ?? 0) - size.prefix));
  return {
    batchSize: examples.length,
    length: paddedLength(examples.map(inputsOf)),
    ids,
    lengths: Int32Array.from(examples, inputsOf),
    packed: false,
    positionIds,
    segments: new Int32Array(ids.length),
    blocks,
    ...targetFields(examples, targets),
  };
}

/** How many inputs all examples start with before any of them predicts a trained token; 0 for a single example. */
export function sharedPrefix(examples: readonly TokenizedExample[]): number {
  return commonPrefix(
    examples.map(({ inputIds }) => inputIds),
    examples.map(firstOwnInput),
  );
}

/** Index of the first input that an example cannot share: the one that predicts its first trained token, else its last. */
function firstOwnInput({ weights, inputIds }: TokenizedExample): number {
  const trained = weights.findIndex((weight, token) => token > 0 && weight !== 0);
  return (trained < 0 ? inputIds.length - 1 : trained) - 1;
}

/**
 * How many tokens all sequences start with; 0 for a single sequence.
 * @param limits the most that each sequence may share
 */
export function commonPrefix([first, ...others]: readonly Int32Array[], limits: readonly number[]): number {
  if (!first || others.length === 0) return 0;
  // Not Math.min(...limits): a whole dataset would overflow the stack.
  const limit = limits.reduce((least, own) => Math.min(least, own), Number.POSITIVE_INFINITY);
  return others.reduce((length, other) => {
    let same = 0;
    while (same < length && first[same] === other[same]) same++;
    return same;
  }, limit);
}

interface CompactInputs {
  /** [N] */
  readonly ids: Int32Array;
  /** [N], position of each input in its sequence. */
  readonly positionIds: Int32Array;
  /** [B], index of each sequence's first input after the prefix. */
  readonly starts: readonly number[];
  readonly blocks: AttentionBlocks;
}

/** Concatenates the inputs of all sequences, their prefix once at the start. */
export function compactInputs(sequences: readonly Int32Array[], size: CompactSize): CompactInputs {
  const { prefix, inputs } = size;
  const ids = new Int32Array(inputs);
  const positionIds = new Int32Array(inputs);
  const starts: number[] = [];
  for (let position = 0; position < prefix; position++) positionIds[position] = position;
  let start = prefix;
  for (const sequence of sequences) {
    ids.set(sequence.subarray(0, prefix));
    ids.set(sequence.subarray(prefix), start);
    for (let position = prefix; position < sequence.length; position++) positionIds[start + position - prefix] = position;
    starts.push(start);
    start += sequence.length - prefix;
  }
  const lengths = sequences.map((sequence) => sequence.length);
  return { ids, positionIds, starts, blocks: attentionBlocks(size, starts, lengths) };
}

type BlockShape = Pick<AttentionBlocks, 'count' | 'prefixBlocks' | 'queries' | 'keys'>;

/** The blocks of attention over sequences with these inputs. @param lengths inputs of each sequence, prefix included */
export function blockShape(prefix: number, lengths: readonly number[]): BlockShape {
  // One slot of each sequence's block stays empty: padding maps to it.
  const longest = largest(lengths, prefix) - prefix + 1;
  const queries = roundUp(Math.max(longest, Math.ceil(prefix / PREFIX_BLOCKS)), LENGTH_MULTIPLE);
  const prefixBlocks = Math.ceil(prefix / queries);
  return { count: prefixBlocks + lengths.length, prefixBlocks, queries, keys: prefix + queries };
}

/**
 * Fills the blocks: first those with the queries of the prefix, then one for each sequence. Every block has the keys of
 * the prefix first.
 * @param starts [B], index of each sequence's first input after the prefix
 * @param lengths [B], inputs of each sequence, prefix included
 */
function attentionBlocks({ prefix, tokens, inputs }: CompactSize, starts: readonly number[], lengths: readonly number[]): AttentionBlocks {
  const { count, prefixBlocks, queries, keys } = blockShape(prefix, lengths);
  const padding = inputs - 1;
  const queryInputs = new Int32Array(count * queries).fill(padding);
  const keyInputs = new Int32Array(count * keys).fill(padding);
  // The last slot of the first sequence's block is empty.
  const querySlots = new Int32Array(inputs).fill((prefixBlocks + 1) * queries - 1);
  const keySlots = new Int32Array(inputs - prefix).fill((prefixBlocks + 1) * keys - 1);
  const seen = new Int32Array(prefix === 0 ? queries : count * queries);
  for (let block = 0; block < count; block++) {
    for (let position = 0; position < prefix; position++) keyInputs[block * keys + position] = position;
  }
  for (let position = 0; position < prefix; position++) {
    queryInputs[position] = position;
    querySlots[position] = position;
  }
  lengths.forEach((length, sequence) => {
    const [firstQuery, firstKey] = [(prefixBlocks + sequence) * queries, (prefixBlocks + sequence) * keys + prefix];
    for (let index = 0; index < length - prefix; index++) {
      const input = (starts[sequence] ?? 0) + index;
      queryInputs[firstQuery + index] = input;
      querySlots[input] = firstQuery + index;
      keyInputs[firstKey + index] = input;
      keySlots[input - prefix] = firstKey + index;
    }
  });
  seen.forEach((_, slot) => {
    const inPrefix = slot < prefixBlocks * queries;
    seen[slot] = inPrefix ? Math.min(slot + 1, prefix) : prefix + (slot % queries) + 1;
  });
  return { count, prefixBlocks, queries, keys, prefix, tokens, queryInputs, keyInputs, querySlots, keySlots, seen };
}
