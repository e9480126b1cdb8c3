// How large a compact batch is, see attention-blocks.ts: known from lengths alone, also for batches that are only planned.

import { LENGTH_MULTIPLE, paddedLength, roundUp } from './batch';

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
  const all = inputs.reduce((total, length) => total + length, 0);
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
  const longest = inputs.reduce((most, length) => Math.max(most, length - prefix), 0) + 1;
  const queries = roundUp(Math.max(longest, Math.ceil(prefix / PREFIX_BLOCKS)), LENGTH_MULTIPLE);
  const ofPrefix = Math.ceil(prefix / queries);
  return { count: ofPrefix + inputs.length, ofPrefix, queries, keys: prefix + queries };
}
