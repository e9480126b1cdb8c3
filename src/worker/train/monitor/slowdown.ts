// Steps that suddenly take ten times as long: what a device does whose memory ran over into the computer's.

import type { Notice } from '../../../core/notice';

const TIMES_SLOWER = 10;
/** Measurements before a median says anything, and that are kept for it. */
const NEEDED = 5;
const KEPT = 50;
/** One long gap may be an evaluation, a checkpoint or a laptop that slept. */
const IN_A_ROW = 2;

/**
 * @returns a function that takes each step's end on a monotonic clock, in seconds (equal for steps that were read back
 *   at once), and answers once how many times slower the steps have become; null otherwise
 */
export function createSlowdownDetector(): (seconds: number) => number | null {
  const usual: number[] = [];
  let [begin, end, count, slow, told] = [Number.NaN, Number.NaN, 0, 0, false];
  return (seconds) => {
    if (seconds === end) {
      count += 1;
      return null;
    }
    // The steps of the last arrival are complete.
    const each = (end - begin) / count;
    [begin, end, count] = [end, seconds, 1];
    if (!Number.isFinite(each)) return null;
    const times = usual.length < NEEDED ? 0 : each / median(usual);
    slow = times >= TIMES_SLOWER ? slow + 1 : 0;
    if (slow === 0) {
      usual.push(each);
      if (usual.length > KEPT) usual.shift();
    }
    if (told || slow < IN_A_ROW) return null;
    told = true;
    return times;
  };
}

export function stepsSlowedDown(step: number, times: number): Notice {
  const values = { step, times: Math.round(times) };
  return {
    code: 'steps_spill',
    message: `Since about step ${step} a step takes ${values.times} times as long as before: the device's memory is probably full and spills over.`,
    remedy: 'Pause, then lower per_device_train_batch_size or max_length; or close other programs that use the GPU.',
    values,
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
