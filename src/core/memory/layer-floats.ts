// Floats that one decoder layer leaves on the device: decoder-layer.ts and the ops it is made of, counted. A change
// there that keeps more or less shows in plan.test.ts.

import type { LoraSettings } from '../recipe';
import { sum } from '../statistics';
import type { ModelConfig } from '../weights';
import type { BatchSize } from './request';

export interface LayerFloats {
  /** Everything the forward pass makes: a tape lets go of the rest of it only when the pass is complete. */
  readonly forward: number;
  /** What of it the tape keeps for the way back, and the gradients of activations made there: both until its end. */
  readonly backward: number;
  /** The most at any moment of the way back, with the temporaries of one operation. */
  readonly fullest: number;
  /** The most at any moment where no gradient is wanted: in the layer's attention, or at its end. */
  readonly alone: number;
}

export interface LinearShape {
  readonly module: LoraSettings['target_modules'][number];
  readonly inputs: number;
  readonly outputs: number;
}

const BEFORE_ATTENTION: readonly LinearShape['module'][] = ['q_proj', 'k_proj', 'v_proj'];

/** The seven linear maps of a layer. */
export function linearShapes(config: ModelConfig): LinearShape[] {
  const { hiddenSize, intermediateSize } = config;
  const queries = config.heads * config.headDim;
  const keys = config.keyValueHeads * config.headDim;
  return [
    { module: 'q_proj', inputs: hiddenSize, outputs: queries },
    { module: 'k_proj', inputs: hiddenSize, outputs: keys },
    { module: 'v_proj', inputs: hiddenSize, outputs: keys },
    { module: 'o_proj', inputs: queries, outputs: hiddenSize },
    { module: 'gate_proj', inputs: hiddenSize, outputs: intermediateSize },
    { module: 'up_proj', inputs: hiddenSize, outputs: intermediateSize },
    { module: 'down_proj', inputs: intermediateSize, outputs: hiddenSize },
  ];
}

/**
 * @param lora null: full training
 * @param chosen inputs of the last layer that go on behind attention; null for a layer below it, where all do
 */
export function layerFloats(config: ModelConfig, batch: BatchSize, lora: LoraSettings | null, chosen: number | null = null): LayerFloats {
  const tokens = batch.inputs;
  const behind = chosen ?? tokens;
  const hidden = tokens * config.hiddenSize;
  const hiddenBehind = behind * config.hiddenSize;
  const queries = tokens * config.heads * config.headDim;
  const keys = tokens * config.keyValueHeads * config.headDim;
  // Where attention asks and is seen; a compact batch is put there from its inputs, and back.
  const placedQueries = batch.queries * config.heads * config.headDim;
  const placedKeys = batch.keys * config.keyValueHeads * config.headDim;
  const moved = batch.compact ? 1 : 0;
  const inner = behind * config.intermediateSize;
  const scores = config.heads * batch.scores;
  const scales = tokens * (2 + (config.queryKeyNorm ? config.heads + config.keyValueHeads : 0));
  // A norm or a bias stands between the product and the heads of queries and keys.
  const between = config.queryKeyNorm || config.attentionBias ? 1 : 0;
  const norm = config.queryKeyNorm ? 1 : 0;
  const adapter = adapterFloats(config, tokens, behind, lora);
  // A frozen weight's inputs are not kept: two norms' outputs and the gated inner states.
  const inputs = lora ? adapter.inputs : hidden + hiddenBehind + inner;
  // The chosen ones are copied out of the layer's inputs and of what attention gives.
  const copies = chosen === null ? 0 : hiddenBehind + behind * config.heads * config.headDim;
  const kept =
    4 * hiddenBehind +
    copies +
    (1 + between) * queries +
    3 * placedQueries +
    (1 + between) * keys +
    3 * placedKeys +
    3 * inner +
    scores +
    scales +
    inputs +
    adapter.outputs;
  const gradients =
    (1 + norm + 2 * moved) * queries + (4 + moved) * placedQueries + (1 + norm + moved) * keys + (4 + moved) * placedKeys + 3 * inner;
  const end = 4 * hidden + 5 * hiddenBehind + gradients + adapter.gradients;
  // Operations with the largest temporaries, from the last to the first: what was made on the way back so far.
  const moments = [
    2 * hiddenBehind + (lora?.target_modules.includes('down_proj') ? 9 : 8) * inner,
    4 * hiddenBehind + queries + (4 + moved) * placedQueries + 2 * placedKeys + 3 * inner + 2 * scores,
    2 * hidden +
      5 * hiddenBehind +
      norm * ((8 + 3 * moved) * queries + (4 + moved) * placedQueries) +
      (2 + moved) * keys +
      (4 + moved) * placedKeys +
      3 * inner,
    10 * hidden + 5 * hiddenBehind + gradients + adapter.gradients,
    end,
  ];
  const forward =
    hidden +
    5 * hiddenBehind +
    copies +
    (3 + between) * queries +
    (3 + 2 * moved) * placedQueries +
    (3 + between) * keys +
    (2 + 2 * moved) * placedKeys +
    4 * inner +
    scores +
    scales +
    adapter.outputs;
  const ofAttention = 2 * hidden + (4 + between) * queries + 2 * scores + adapter.ofAttention;
  const ofEnd = 5 * hidden + (5 + between) * queries + Math.max(5 * inner, 2 * hidden + 3 * inner) + adapter.outputs;
  return {
    forward,
    backward: kept + end,
    fullest: kept + Math.max(...moments),
    alone: (5 + between) * keys + Math.max(ofAttention, ofEnd),
  };
}

/**
 * What the adapters of a layer add: their products and the sums' other halves, inputs they keep, gradients of inputs.
 * @param behind how many of the tokens go on behind attention
 */
function adapterFloats(config: ModelConfig, tokens: number, behind: number, lora: LoraSettings | null) {
  if (!lora) return { outputs: 0, ofAttention: 0, inputs: 0, gradients: 0 };
  const adapted = linearShapes(config)
    .filter(({ module }) => lora.target_modules.includes(module))
    .map((shape) => ({ ...shape, count: BEFORE_ATTENTION.includes(shape.module) ? tokens : behind }));
  const has = (...modules: LinearShape['module'][]) => adapted.some(({ module }) => modules.includes(module));
  const shared = (has(...BEFORE_ATTENTION) ? tokens : 0) + (has('gate_proj', 'up_proj') ? behind : 0);
  // Dropout's factors, and the inputs times them.
  const dropout = lora.lora_dropout > 0 ? 2 : 0;
  return {
    outputs: sum(adapted.map(({ count, inputs, outputs }) => count * (2 * outputs + lora.r + dropout * inputs))),
    ofAttention: sum(adapted.map(({ count, module, outputs }) => (BEFORE_ATTENTION.includes(module) ? count * 2 * outputs : 0))),
    inputs: shared * config.hiddenSize + (has('down_proj') ? behind * config.intermediateSize : 0),
    gradients: sum(adapted.map(({ count, inputs }) => count * inputs)),
  };
}
