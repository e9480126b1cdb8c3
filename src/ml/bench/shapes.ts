// What `npm run bench` trains: models that start from random weights and rows of random tokens. Speed does not depend
// on what they learn.

import type { LoraSettings } from '../../core/recipe';
import { defaultLoraSettings } from '../../core/recipe/defaults';
import type { TokenizedExample } from '../../core/tokenizer';
import type { ModelConfig } from '../../core/weights';

/** Inputs of each row of a batch, the share of a row before its first trained token, and how many tokens all begin with. */
export interface BenchRows {
  readonly lengths: readonly number[];
  readonly untrained: number;
  readonly prefix?: number;
}

export interface BenchShape {
  readonly name: string;
  readonly config: ModelConfig;
  readonly rows: BenchRows;
  /** Every row padded to the longest, as it would be trained without compact batches. */
  readonly padded?: boolean;
  /** Trains an adapter; absent = all weights. */
  readonly lora?: LoraSettings;
}

const TWO_ROWS: BenchRows = { lengths: [128, 96], untrained: 1 / 3 };

const COMMON = {
  architecture: 'qwen3',
  attentionBias: false,
  outputBias: false,
  queryKeyNorm: true,
  normEpsilon: 1e-6,
  ropeTheta: 1e6,
  ropeScaling: { type: 'default' },
  maxPositions: 1024,
  tied: true,
  initializerRange: 0.02,
} as const;

/** The starter's step in the sample: eight rows of the function_call dialect, of which a third is trained. */
const STARTER: BenchShape = {
  name: 'the starter’s LoRA step',
  config: {
    ...COMMON,
    vocabularySize: 5874,
    hiddenSize: 256,
    intermediateSize: 672,
    layers: 4,
    heads: 4,
    keyValueHeads: 4,
    headDim: 64,
  },
  rows: { lengths: [36, 44, 52, 60, 68, 76, 84, 92], untrained: 2 / 3, prefix: 22 },
  lora: { ...defaultLoraSettings, r: 8, lora_alpha: 16 },
};
/** The same requests and answers behind a list of three tools. */
const WITH_TOOLS = { lengths: STARTER.rows.lengths.map((length) => length + 160), untrained: 0.9, prefix: 182 };

export const BENCH_SHAPES: readonly BenchShape[] = [
  {
    name: '2 M',
    config: {
      ...COMMON,
      vocabularySize: 4096,
      hiddenSize: 128,
      intermediateSize: 384,
      layers: 8,
      heads: 4,
      keyValueHeads: 2,
      headDim: 32,
    },
    rows: TWO_ROWS,
  },
  {
    name: '30 M',
    config: {
      ...COMMON,
      vocabularySize: 8192,
      hiddenSize: 512,
      intermediateSize: 1536,
      layers: 8,
      heads: 8,
      keyValueHeads: 4,
      headDim: 64,
    },
    rows: TWO_ROWS,
  },
  {
    // A vocabulary of 1,024 stands in for 151,936: the layer is what is measured.
    name: 'one layer of Qwen3-0.6B',
    config: {
      ...COMMON,
      vocabularySize: 1024,
      hiddenSize: 1024,
      intermediateSize: 3072,
      layers: 1,
      heads: 16,
      keyValueHeads: 8,
      headDim: 128,
    },
    rows: TWO_ROWS,
  },
  STARTER,
  { ...STARTER, name: `${STARTER.name}, padded`, padded: true },
  { ...STARTER, name: `${STARTER.name} with three tools in the prompt`, rows: WITH_TOOLS },
  { ...STARTER, name: `${STARTER.name} with three tools in the prompt, padded`, rows: WITH_TOOLS, padded: true },
];

/** One more token than inputs is only ever a label. */
export function benchRows(vocabulary: number, { lengths, untrained, prefix = 0 }: BenchRows): TokenizedExample[] {
  return lengths.map((length, row) => ({
    id: `row-${row}`,
    inputIds: Int32Array.from({ length: length + 1 }, (_, index) => ((index < prefix ? 0 : row * 31) + index * index * 7) % vocabulary),
    weights: Float32Array.from({ length: length + 1 }, (_, index) => (index < length * untrained ? 0 : 1)),
  }));
}
