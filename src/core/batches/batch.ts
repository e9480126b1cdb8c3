// One padded batch as the model takes it.

import { largest, sum } from '../statistics';
import type { TokenizedExample } from '../tokenizer';

/** Lengths are padded to a multiple of this, so that few shapes occur (GPU buffers are pooled by exact size). */
export const LENGTH_MULTIPLE = 8;
/** The number of trained positions is padded likewise. */
export const TARGET_MULTIPLE = 16;

/**
 * B sequences of N inputs in all; the last token of a row is only ever a label. Either they are padded on the right to T
 * inputs each, N = B·T; or they lie one after the other, see attention-blocks.ts.
 */
export interface Batch {
  /** B */
  readonly batchSize: number;
  /** T, what the longest sequence is padded to. */
  readonly length: number;
  /** [N]; padding is token 0, which no trained position can see. */
  readonly ids: Int32Array;
  /** [B], inputs of each sequence that are not padding. */
  readonly lengths: Int32Array;
  /** Tokens of the longest row, the last one among them. */
  readonly longestExample: number;
  /** Whether some sequence holds several rows; if none does, positions are 0 … T-1 and each sees all before it. */
  readonly packed: boolean;
  /** [N], place of each input in its own row: begins anew at every packed one. Padding of a sequence goes on counting. */
  readonly positionIds: Int32Array;
  /** [N], which packed row an input belongs to, from 0; it sees those of its own alone. Padding belongs to the last. */
  readonly segments: Int32Array;
  /** Where attention finds the inputs of a batch that is not padded row by row; null for one that is. */
  readonly blocks: AttentionBlocks | null;
  /** [R], trained positions as indexes into N, then padding (position 0, weight 0). */
  readonly positions: Int32Array;
  /** [R], the token each of them must predict. */
  readonly labels: Int32Array;
  /** [R] */
  readonly weights: Float32Array;
  /** Trained positions, without padding. */
  readonly trainedTokens: number;
  /** Tokens of the rows, without padding. */
  readonly tokens: number;
  /** Sum of `weights`. */
  readonly totalWeight: number;
}

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

/** Pads rows to one batch, a row a sequence. Rows hold at least one trained token each. */
export function makeBatch(rows: readonly TokenizedExample[]): Batch {
  return makePackedBatch(rows.map((row) => [row]));
}

/** Pads sequences of rows to one batch. */
export function makePackedBatch(sequences: readonly (readonly TokenizedExample[])[]): Batch {
  const lengths = sequences.map((rows) => sum(rows.map(inputsOf)));
  const length = paddedLength(lengths);
  const ids = new Int32Array(sequences.length * length);
  const positionIds = new Int32Array(ids.length);
  const segments = new Int32Array(ids.length);
  const targets: Target[] = [];
  sequences.forEach((rows, sequence) => {
    let start = sequence * length;
    const end = start + length;
    rows.forEach((row, segment) => {
      ids.set(row.inputIds.subarray(0, inputsOf(row)), start);
      segments.fill(segment, start, end);
      for (let position = 0; start + position < end; position++) positionIds[start + position] = position;
      targets.push(...targetsOf(row, start));
      start += inputsOf(row);
    });
  });
  const rows = sequences.flat();
  return {
    batchSize: sequences.length,
    length,
    ids,
    lengths: Int32Array.from(lengths),
    packed: rows.length > sequences.length,
    positionIds,
    segments,
    blocks: null,
    ...targetFields(rows, targets),
  };
}

/** What a batch says of its rows and of their trained tokens, however they lie. */
export function targetFields(
  rows: readonly TokenizedExample[],
  targets: readonly Target[],
): Pick<Batch, 'longestExample' | 'tokens' | 'positions' | 'labels' | 'weights' | 'trainedTokens' | 'totalWeight'> {
  const count = roundUp(targets.length, TARGET_MULTIPLE);
  return {
    longestExample: largest(rows.map(tokensOf), 0),
    tokens: sum(rows.map(tokensOf)),
    positions: Int32Array.from({ length: count }, (_, index) => targets[index]?.position ?? 0),
    labels: Int32Array.from({ length: count }, (_, index) => targets[index]?.label ?? 0),
    weights: Float32Array.from({ length: count }, (_, index) => targets[index]?.weight ?? 0),
    trainedTokens: targets.length,
    totalWeight: sum(targets.map(({ weight }) => weight)),
  };
}

/** Length T of a batch of sequences with so many inputs. */
export function paddedLength(inputs: readonly number[]): number {
  return roundUp(largest(inputs, 1), LENGTH_MULTIPLE);
}

export interface Target {
  readonly position: number;
  readonly label: number;
  readonly weight: number;
}

/** Trained tokens of a row whose first input stands at `start`. The first token of a row is never predicted. */
export function targetsOf(row: TokenizedExample, start: number): Target[] {
  const targets: Target[] = [];
  for (let token = 1; token < row.inputIds.length; token++) {
    const weight = row.weights[token] ?? 0;
    if (weight !== 0) targets.push({ position: start + token - 1, label: row.inputIds[token] ?? 0, weight });
  }
  return targets;
}

/** Tokens of a row. */
export function tokensOf({ inputIds }: TokenizedExample): number {
  return inputIds.length;
}

/** Inputs of a row: all tokens but the last. */
export function inputsOf(row: TokenizedExample): number {
  return row.inputIds.length - 1;
}

/** The smallest multiple that is not below `value`. */
export function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
