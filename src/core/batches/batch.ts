// One batch as the model reads it, and how examples are padded to one. README.md of core explains the letters of the shapes.

import { largest, roundUp, sum } from '../arithmetic';
import type { TokenizedExample } from '../tokenizer';

/** Lengths are padded to a multiple of this, so that few shapes occur (GPU buffers are pooled by exact size). */
export const LENGTH_MULTIPLE = 8;
/** The number of positions with a target is padded to a multiple of this, for the same reason. */
export const TARGET_MULTIPLE = 16;

/**
 * B sequences with N inputs in all. The last token of an example is never an input, only a label. Sequences are padded
 * on the right to T inputs each (N = B·T), or compact: one after another, with their shared prefix once (see compact.ts).
 */
export interface Batch {
  /** B */
  readonly batchSize: number;
  /** T, the inputs that the longest sequence is padded to. */
  readonly length: number;
  /** [N]; padding is token 0, which no position with a target can see. */
  readonly ids: Int32Array;
  /** [B], inputs of each sequence without padding. */
  readonly lengths: Int32Array;
  /** Tokens of the longest example, its last token included. */
  readonly longestExample: number;
  /** Whether a sequence holds several examples. If none does, positions are 0 … T-1 and each sees all before it. */
  readonly packed: boolean;
  /** [N], position of each input in its own example: starts at 0 for every packed example. Padding continues the count. */
  readonly positionIds: Int32Array;
  /** [N], index of the packed example an input belongs to; an input sees only its own example. Padding belongs to the last. */
  readonly segments: Int32Array;
  /** How attention finds the inputs of a compact batch; null for a padded one. */
  readonly blocks: AttentionBlocks | null;
  /** [M], inputs with a target as indexes into N, then padding (position 0, weight 0). */
  readonly positions: Int32Array;
  /** [M], the token each of them must predict. */
  readonly labels: Int32Array;
  /** [M] */
  readonly weights: Float32Array;
  /** Positions with a target, without padding. */
  readonly trainedTokens: number;
  /** Tokens of the examples, without padding. */
  readonly tokens: number;
  /** Sum of `weights`. */
  readonly totalWeight: number;
}

/**
 * Attention of a compact batch in R blocks of Q query slots and S key slots. A slot holds an input by its index into N;
 * the query in a slot sees the first `seen` keys of its block.
 */
export interface AttentionBlocks {
  /** R */
  readonly count: number;
  /** The first blocks hold the queries of the prefix; each of the others holds those of one sequence. */
  readonly prefixBlocks: number;
  /** Q */
  readonly queries: number;
  /** S */
  readonly keys: number;
  /** P, inputs that every sequence starts with. They are the first P inputs, and the first P keys of every block. */
  readonly prefix: number;
  /** Inputs that are tokens. The rest of N, at least one input, is padding that belongs to no sequence. */
  readonly tokens: number;
  /** [R·Q], the input in each query slot; a padding input in empty slots. */
  readonly queryInputs: Int32Array;
  /** [R·S], the input in each key slot; a padding input in empty slots. */
  readonly keyInputs: Int32Array;
  /** [N], the query slot of each input. Padding maps to an empty slot, whose gradient is zero. */
  readonly querySlots: Int32Array;
  /** [N - P], the key slot of each input after the prefix. Padding maps to an empty slot, whose gradient is zero. */
  readonly keySlots: Int32Array;
  /** [Q] if it is the same for all blocks, else [R·Q]: how many keys, from the first, the query in each slot sees. */
  readonly seen: Int32Array;
}

/** Pads examples to one batch, one example a sequence. Every example has at least one trained token. */
export function makeBatch(examples: readonly TokenizedExample[]): Batch {
  return makePackedBatch(examples.map((example) => [example]));
}

/** Pads sequences of examples to one batch. */
export function makePackedBatch(sequences: readonly (readonly TokenizedExample[])[]): Batch {
  const lengths = sequences.map((examples) => sum(examples.map(inputsOf)));
  const length = paddedLength(lengths);
  const ids = new Int32Array(sequences.length * length);
  const positionIds = new Int32Array(ids.length);
  const segments = new Int32Array(ids.length);
  const targets: Target[] = [];
  sequences.forEach((examples, sequence) => {
    let start = sequence * length;
    const end = start + length;
    examples.forEach((example, segment) => {
      ids.set(example.inputIds.subarray(0, inputsOf(example)), start);
      segments.fill(segment, start, end);
      for (let position = 0; start + position < end; position++) positionIds[start + position] = position;
      for (const target of targetsOf(example, start)) targets.push(target);
      start += inputsOf(example);
    });
  });
  const examples = sequences.flat();
  return {
    batchSize: sequences.length,
    length,
    ids,
    lengths: Int32Array.from(lengths),
    packed: examples.length > sequences.length,
    positionIds,
    segments,
    blocks: null,
    ...targetFields(examples, targets),
  };
}

/** The fields of a batch that do not depend on its layout: its examples and their targets. */
export function targetFields(
  examples: readonly TokenizedExample[],
  targets: readonly Target[],
): Pick<Batch, 'longestExample' | 'tokens' | 'positions' | 'labels' | 'weights' | 'trainedTokens' | 'totalWeight'> {
  const count = roundUp(targets.length, TARGET_MULTIPLE);
  return {
    longestExample: largest(examples.map(tokensOf), 0),
    tokens: sum(examples.map(tokensOf)),
    positions: Int32Array.from({ length: count }, (_, index) => targets[index]?.position ?? 0),
    labels: Int32Array.from({ length: count }, (_, index) => targets[index]?.label ?? 0),
    weights: Float32Array.from({ length: count }, (_, index) => targets[index]?.weight ?? 0),
    trainedTokens: targets.length,
    totalWeight: sum(targets.map(({ weight }) => weight)),
  };
}

/** Length T of a padded batch. @param inputs of each sequence */
export function paddedLength(inputs: readonly number[]): number {
  return roundUp(largest(inputs, 1), LENGTH_MULTIPLE);
}

interface Target {
  /** The input that predicts, as an index into N. */
  readonly position: number;
  readonly label: number;
  readonly weight: number;
}

/** Targets of an example whose first input has index `start`. The first token of an example is never predicted. */
export function targetsOf(example: TokenizedExample, start: number): Target[] {
  const targets: Target[] = [];
  for (let token = 1; token < example.inputIds.length; token++) {
    const weight = example.weights[token] ?? 0;
    if (weight !== 0) targets.push({ position: start + token - 1, label: example.inputIds[token] ?? 0, weight });
  }
  return targets;
}

export function tokensOf({ inputIds }: TokenizedExample): number {
  return inputIds.length;
}

/** Inputs of an example: all tokens but the last. */
export function inputsOf({ inputIds }: TokenizedExample): number {
  return inputIds.length - 1;
}
