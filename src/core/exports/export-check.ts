// How far exported or merged weights compute from the weights they were made of.

import type { ElementType } from '../weights';

/**
 * Compares two sets of weights by their logits on fixed prompts. Both are computed in 32 bits, so the difference comes
 * from merging and rounding the weights, not from the arithmetic of the program that loads them.
 */
export interface ExportCheck {
  readonly dtype: ElementType;
  /** Positions whose logits were compared. */
  readonly positions: number;
  /** Positions at which both have the same largest logit, the next token of a greedy answer. */
  readonly sameNextToken: number;
  readonly largestDifference: number;
  /** Absolute value of the largest logit, to judge the difference by. */
  readonly largestLogit: number;
}

/** The largest difference as a share of the largest logit. */
export function relativeDifference({ largestDifference, largestLogit }: ExportCheck): number {
  return largestDifference === 0 ? 0 : largestDifference / largestLogit;
}
