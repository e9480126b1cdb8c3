// A tiny model and made-up rows for tests that need no golden.

import type { TokenizedExample } from '../../core/tokenizer';
import type { ModelConfig } from '../../core/weights';

export const tinyConfig: ModelConfig = {
  architecture: 'qwen3',
  vocabularySize: 50,
  hiddenSize: 16,
  intermediateSize: 24,
  layers: 2,
  heads: 4,
  keyValueHeads: 2,
  headDim: 6,
  attentionBias: false,
  outputBias: false,
  queryKeyNorm: true,
  normEpsilon: 1e-6,
  ropeTheta: 1e4,
  ropeScaling: { type: 'default' },
  maxPositions: 128,
  tied: true,
  initializerRange: 0.1,
};

/** Rows that repeat with a period, so that there is something to learn; lengths differ. */
export function tinyRows(count: number, vocabulary: number = tinyConfig.vocabularySize): TokenizedExample[] {
  return Array.from({ length: count }, (_, row) => {
    const length = 6 + ((row * 5) % 7);
    return {
      id: `row-${row}`,
      inputIds: Int32Array.from({ length }, (_, index) => (row * 3 + (index % 3) * 7) % vocabulary),
      weights: Float32Array.from({ length }, (_, index) => (index < 3 ? 0 : index % 4 === 0 ? 0.5 : 1)),
    };
  });
}

/** Rows that begin alike for `prefix` tokens, as those with one system prompt and one list of tools do. */
export function rowsWithPrefix(count: number, prefix: number, vocabulary: number = tinyConfig.vocabularySize): TokenizedExample[] {
  return tinyRows(count, vocabulary).map(({ id, inputIds, weights }) => ({
    id,
    inputIds: Int32Array.from([...Array.from({ length: prefix }, (_, index) => (index * 5 + 2) % vocabulary), ...inputIds]),
    weights: Float32Array.from([...new Array(prefix).fill(0), ...weights]),
  }));
}

/** The exact bits of the losses and norms of a run, to compare runs. */
export function bitsOf(reports: readonly { readonly loss: number; readonly gradientNorm: number }[]): string[] {
  return reports.map(({ loss, gradientNorm }) => {
    const bits = new Uint32Array(Float32Array.of(loss, gradientNorm).buffer);
    return Array.from(bits, (word) => word.toString(16)).join(' ');
  });
}
