// Like lengths together, as transformers' LengthGroupedSampler does it (`get_length_grouped_indices` of
// trainer_pt_utils.py, 5.23): less padding, in an order that is still random.

/** Most batches that are sorted by length together. */
const MOST_BATCHES = 50;

/**
 * Cuts a random order into stretches of several batches and sorts each by length, longest first. The longest of all
 * comes first, so that a batch that does not fit the memory fails at once.
 * @param order a permutation of the sequences
 * @param lengths tokens of each sequence
 * @param batchSize sequences of one optimizer step
 */
export function groupByLength(order: Int32Array, lengths: readonly number[], batchSize: number): Int32Array {
  const stretch = batchSize * Math.max(1, Math.min(Math.floor(order.length / (4 * batchSize)), MOST_BATCHES));
  const lengthOf = (sequence: number) => lengths[sequence] ?? 0;
  const grouped = order.slice();
  const starts: number[] = [];
  for (let start = 0; start < order.length; start += stretch) {
    // A typed array sorts in place, and stably: like lengths stay in random order.
    grouped.subarray(start, start + stretch).sort((a, b) => lengthOf(b) - lengthOf(a));
    starts.push(start);
  }
  const longest = starts.reduce((best, start) => (lengthOf(grouped[start] ?? 0) > lengthOf(grouped[best] ?? 0) ? start : best), 0);
  const first = grouped[0] ?? 0;
  grouped[0] = grouped[longest] ?? 0;
  grouped[longest] = first;
  return grouped;
}
