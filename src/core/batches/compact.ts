// Batches of rows that share what they begin with, and hold no padding: see attention-blocks.ts.

import type { TokenizedExample } from '../tokenizer';
import { compactInputs } from './attention-blocks';
import { type Batch, inputsOf, makeBatch, paddedLength, targetFields, targetsOf } from './batch';
import { type CompactSize, compactSize } from './compact-size';

/** How large the compact batch of these rows is; null where it saves too little. */
export function compactSizeOf(rows: readonly TokenizedExample[]): CompactSize | null {
  return compactSize(sharedPrefix(rows), rows.map(inputsOf));
}

/** The rows as one batch, compact where that saves enough. Rows hold at least one trained token each. */
export function makeCompactBatch(rows: readonly TokenizedExample[]): Batch {
  const size = compactSizeOf(rows);
  if (!size) return makeBatch(rows);
  const inputs = rows.map((row) => row.inputIds.subarray(0, inputsOf(row)));
  const { ids, positionIds, starts, blocks } = compactInputs(inputs, size);
  // Nothing is predicted within the prefix.
  const targets = rows.flatMap((row, index) => targetsOf(row, (starts[index] ?? 0) - size.prefix));
  return {
    batchSize: rows.length,
    length: paddedLength(rows.map(inputsOf)),
    ids,
    lengths: Int32Array.from(rows, inputsOf),
    packed: false,
    positionIds,
    segments: new Int32Array(ids.length),
    blocks,
    ...targetFields(rows, targets),
  };
}

/** Inputs that all rows begin with and of which none makes a trained prediction; 0 for a row alone. */
export function sharedPrefix(rows: readonly TokenizedExample[]): number {
  return commonStart(
    rows.map(({ inputIds }) => inputIds),
    rows.map(ownFrom),
  );
}

/** The first input that a row cannot share: it makes the first trained prediction, or is the last one. */
function ownFrom({ weights, inputIds }: TokenizedExample): number {
  const trained = weights.findIndex((weight, token) => token > 0 && weight !== 0);
  return (trained < 0 ? inputIds.length - 1 : trained) - 1;
}

/** How many tokens all sequences begin with; 0 for one alone. @param most of each sequence */
export function commonStart([first, ...others]: readonly Int32Array[], most: readonly number[]): number {
  if (!first || others.length === 0) return 0;
  const limit = Math.min(...most);
  return others.reduce((length, other) => {
    let same = 0;
    while (same < length && first[same] === other[same]) same++;
    return same;
  }, limit);
}
