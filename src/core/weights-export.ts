// What a run's weights can be handed out as, what its archive is called, and how far it computes from the run's model.

import type { ExportDtype } from './recipe';
import type { ElementType } from './weights';

export type WeightsKind = 'adapter' | 'merged';

/** The recipe's names of what safetensors files call F32, F16 and BF16. */
export const elementTypes: Readonly<Record<ExportDtype, ElementType>> = { float32: 'F32', float16: 'F16', bfloat16: 'BF16' };

/**
 * Merged or rounded weights against those they were made of, by logits on prompts that are always the same. Both are computed
 * in 32 bits: what is measured is the merge and the rounding of the weights, not the arithmetic of whoever loads them.
 */
export interface ExportCheck {
  readonly dtype: ElementType;
  /** Positions whose logits were compared. */
  readonly positions: number;
  /** Of these, positions at which both give the same token the largest logit: the next one of a greedy answer. */
  readonly sameNextToken: number;
  readonly largestDifference: number;
  /** Size of the largest logit, to judge the difference by. */
  readonly largestLogit: number;
}

/** The largest difference as a share of the largest logit. */
export function relativeDifference({ largestDifference, largestLogit }: ExportCheck): number {
  return largestDifference === 0 ? 0 : largestDifference / largestLogit;
}

/** Name of the archive and of the folder in it, without an ending. An adapter is always F32. */
export function exportName(runName: string, kind: WeightsKind, dtype: ElementType): string {
  if (kind === 'adapter') return `${runName}-adapter`;
  return dtype === 'F32' ? runName : `${runName}-${dtype.toLowerCase()}`;
}
