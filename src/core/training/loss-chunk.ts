// How many positions have their logits in memory at a time. The loss computes logits chunk by chunk
// (ml/ops/linear-cross-entropy.ts), and the memory plan counts one chunk.

/** Logits of a chunk if the caller sets no other bound: 32 MiB of 32-bit floats. */
const CHUNK_LOGITS = 8 * 1024 * 1024;
/** The positions of a chunk are a multiple of this, and at least this many. */
const CHUNK_MULTIPLE = 16;

/**
 * Positions of a chunk over a vocabulary of V tokens.
 * @param maxLogits bound on positions times V; below 16 · V it has no effect
 */
export function chunkPositions(vocabularySize: number, maxLogits: number = CHUNK_LOGITS): number {
  return Math.max(CHUNK_MULTIPLE, Math.floor(maxLogits / vocabularySize / CHUNK_MULTIPLE) * CHUNK_MULTIPLE);
}
