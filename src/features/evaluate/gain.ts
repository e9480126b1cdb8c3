// How much better the trained model is, with the interval that says how sure that is. Pure.

import type { Share } from '../../core/metrics';

export interface Gain {
  /** Shares, 0 to 1; null where there was nothing to get right. */
  readonly before: number | null;
  readonly after: number | null;
  /** Difference of the shares with its 95 % interval, −1 to 1. */
  readonly gain: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

const NOTHING: Gain = { before: null, after: null, gain: null, low: null, high: null };

/**
 * The difference of two shares with Newcombe's hybrid score interval (Statistics in Medicine 17 (1998) 873–890, method
 * 10), made of the two Wilson intervals. Both models answer the same requests; taking them as independent only makes
 * the interval wider.
 */
export function gainOf(base: Share | undefined, tuned: Share | undefined): Gain {
  if (!base || !tuned || base.of === 0 || tuned.of === 0) return NOTHING;
  const before = base.right / base.of;
  const after = tuned.right / tuned.of;
  const gain = after - before;
  return {
    before,
    after,
    gain,
    low: Math.max(-1, gain - Math.hypot(after - tuned.low, base.high - before)),
    high: Math.min(1, gain + Math.hypot(tuned.high - after, before - base.low)),
  };
}

/** A difference of shares as whole points with sign and a real minus: `+95`, `−3`, `0`. */
export function points(difference: number): string {
  const rounded = Math.round(difference * 100);
  return rounded > 0 ? `+${rounded}` : rounded < 0 ? `−${-rounded}` : '0';
}
