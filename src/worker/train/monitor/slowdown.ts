// Detects steps that suddenly take ten times as long, as on a device whose memory has spilled into the computer's.

import { median } from '../../../core/arithmetic';
import type { Notice } from '../../../core/notice';

const TIMES_SLOWER = 10;
/** Measurements needed for a median. */
const NEEDED = 5;
/** Measurements kept for it. */
const KEPT = 50;
/** Slow measurements in a row: a single long gap may be an evaluation or a checkpoint. */
const IN_A_ROW = 2;

/**
 * @returns a function to call with the end of each step, in seconds of a monotonic clock (the same for steps that were
 *   read back together). It returns once how many times slower the steps have become, and otherwise null.
 */
export function createSlowdownDetector(): (seconds: number) => number | null {
  const usual: number[] = [];
  let [begin, end, count, slow, reported] = [Number.NaN, Number.NaN, 0, 0, false];
  return (seconds) => {
    if (seconds === end) {
      count += 1;
      return null;
    }
    // All steps of the previous arrival are in now.
    const each = (end - begin) / count;
    [begin, end, count] = [end, seconds, 1];
    if (!Number.isFinite(each)) return null;
    const times = usual.length < NEEDED ? 0 : each / median(usual);
    slow = times >= TIMES_SLOWER ? slow + 1 : 0;
    if (slow === 0) {
      usual.push(each);
      if (usual.length > KEPT) usual.shift();
    }
    if (reported || slow < IN_A_ROW) return null;
    reported = true;
    return times;
  };
}

export function slowdownNotice(step: number, times: number): Notice {
  const values = { step, times: Math.round(times) };
  return {
    code: 'steps_spill',
    message: `Since about step ${step}, each step has taken ${values.times} times as long as before. The device's memory is probably full.`,
    remedy: 'Pause, then lower per_device_train_batch_size or max_length. Or close other programs that use the GPU.',
    values,
  };
}
