// Several rows in one sequence: best fit decreasing as TRL's `packing_strategy: bfd` (trl/data_utils.py of 1.16), so that
// a run has the same sequences, and with them the same number of steps.

/** Rows are packed among so many neighbours only: TRL packs batch by batch of `datasets.map`. */
const WINDOW = 1000;

/**
 * Longest rows first; each goes where it leaves the least room, into the sequence that has had that room for longest.
 * @param lengths tokens of each row, 1 … `capacity`
 * @param capacity tokens a sequence may hold
 * @returns the rows of each sequence, by their indexes
 */
export function packExamples(lengths: readonly number[], capacity: number): number[][] {
  const windows = Array.from({ length: Math.ceil(lengths.length / WINDOW) }, (_, window) => window * WINDOW);
  return windows.flatMap((start) =>
    packWindow(lengths.slice(start, start + WINDOW), capacity).map((rows) => rows.map((row) => row + start)),
  );
}

function packWindow(lengths: readonly number[], capacity: number): number[][] {
  const sequences: number[][] = [];
  const withRoom = new Map<number, number[][]>();
  /** Rooms that some sequence has, ascending. */
  const rooms: number[] = [];
  const decreasing = [...lengths.keys()].sort((a, b) => (lengths[b] ?? 0) - (lengths[a] ?? 0));
  for (const row of decreasing) {
    const length = lengths[row] ?? 0;
    const at = firstAtLeast(rooms, length);
    const room = rooms[at] ?? capacity;
    const waiting = withRoom.get(room) ?? [];
    const sequence = waiting.shift() ?? newIn(sequences);
    if (waiting.length === 0 && at < rooms.length) rooms.splice(at, 1);
    sequence.push(row);
    const left = room - length;
    if (left === 0) continue;
    const others = withRoom.get(left);
    if (others?.length) others.push(sequence);
    else {
      withRoom.set(left, [sequence]);
      rooms.splice(firstAtLeast(rooms, left), 0, left);
    }
  }
  return sequences;
}

function newIn(sequences: number[][]): number[] {
  const sequence: number[] = [];
  sequences.push(sequence);
  return sequence;
}

/** Index of the first entry of an ascending list that is at least `value`; its length when there is none. */
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
