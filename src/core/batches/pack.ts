// Packs several examples into one sequence by best fit decreasing, as `packing_strategy: bfd` of TRL 1.16 does
// (trl/data_utils.py), so that a run has the same sequences and the same number of steps.

/** Examples are packed in windows of this many, as TRL packs each batch of `datasets.map` on its own. */
const WINDOW = 1000;

/**
 * Takes the examples longest first. Each goes into the sequence where it leaves the least room; of sequences with equal
 * room, into the one that has had it longest.
 * @param lengths tokens of each example, 1 … `capacity`
 * @param capacity tokens that a sequence may hold
 * @returns the examples of each sequence, as indexes into `lengths`
 */
export function packExamples(lengths: readonly number[], capacity: number): number[][] {
  const windows = Array.from({ length: Math.ceil(lengths.length / WINDOW) }, (_, window) => window * WINDOW);
  return windows.flatMap((start) =>
    packWindow(lengths.slice(start, start + WINDOW), capacity).map((sequence) => sequence.map((example) => example + start)),
  );
}

function packWindow(lengths: readonly number[], capacity: number): number[][] {
  const sequences: number[][] = [];
  /** Sequences by their room in tokens, oldest first. */
  const byRoom = new Map<number, number[][]>();
  /** Every room that at least one sequence has, ascending. */
  const rooms: number[] = [];
  const decreasing = [...lengths.keys()].sort((a, b) => (lengths[b] ?? 0) - (lengths[a] ?? 0));
  for (const example of decreasing) {
    const length = lengths[example] ?? 0;
    const at = firstAtLeast(rooms, length);
    const room = rooms[at] ?? capacity;
    const candidates = byRoom.get(room) ?? [];
    const sequence = candidates.shift() ?? newIn(sequences);
    if (candidates.length === 0 && at < rooms.length) rooms.splice(at, 1);
    sequence.push(example);
    const remaining = room - length;
    if (remaining === 0) continue;
    const others = byRoom.get(remaining);
    if (others?.length) others.push(sequence);
    else {
      byRoom.set(remaining, [sequence]);
      rooms.splice(firstAtLeast(rooms, remaining), 0, remaining);
    }
  }
  return sequences;
}

function newIn(sequences: number[][]): number[] {
  const sequence: number[] = [];
  sequences.push(sequence);
  return sequence;
}

/** Index of the first entry of an ascending list that is at least `value`; the list's length if there is none. */
function firstAtLeast(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
