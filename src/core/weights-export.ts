// What a run's weights can be handed out as, and what its archive is called.

import type { ElementType } from './weights';

export type WeightsKind = 'adapter' | 'merged';

/** How far the merged weights compute from base + adapter, on prompts that are always the same. */
export interface MergeCheck {
  readonly dtype: ElementType;
  /** Positions whose logits were compared. */
  readonly positions: number;
  readonly largestDifference: number;
  /** Size of the largest logit, to judge the difference by. */
  readonly largestLogit: number;
}

/** Name of the archive and of the folder in it, without an ending. An adapter is always F32. */
export function exportName(runName: string, kind: WeightsKind, dtype: ElementType): string {
  if (kind === 'adapter') return `${runName}-adapter`;
  return dtype === 'F32' ? runName : `${runName}-${dtype.toLowerCase()}`;
}
