// Floats that one decoder layer holds on the device, counted from ml/model/decoder-layer.ts and the ops it calls. If a
// change there holds more or less, ml/training/peak.test.ts fails.

import { sum } from '../arithmetic';
import type { LoraSettings } from '../recipe';
import type { ModelConfig } from '../weights';
import type { BatchSize } from './request';

interface LayerFloats {
  /** Everything the forward pass makes. The tape frees what the backward pass does not need only when the pass is complete. */
  readonly forward: number;
  /** What the tape keeps for the backward pass, and the gradients of activations made there; both are held until its end. */
  readonly backward: number;
  /** The most at any moment of the backward pass, with the temporaries of one operation. */
  readonly backwardPeak: number;
  /** The most at any moment of a forward pass without gradients: in the layer's attention, or at its end. */
  readonly inference: number;
}

interface LinearShape {
  readonly module: LoraSettings['target_modules'][number];
  /** I */
  readonly inputs: number;
  /** O */
  readonly outputs: number;
}

const BEFORE_ATTENTION: readonly LinearShape['module'][] = ['q_proj', 'k_proj', 'v_proj'];

/** The seven linear maps of a layer. */
function linearShapes(config: ModelConfig): LinearShape[] {
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
 * @param lora null for full training
 * @param targets M for the last layer, which computes only positions with a target after attention; null for the layers
 *   below it, which compute all inputs
 */
export function layerFloats(config: ModelConfig, batch: BatchSize, lora: LoraSettings | null, targets: number | null = null): LayerFloats {
  const all = batch.inputs;
  /** Inputs that are computed after attention. */
  const after = targets ?? all;
  const hidden = all * config.hiddenSize;
  const hiddenAfter = after * config.hiddenSize;
  const queries = all * config.heads * config.headDim;
  const keys = all * config.keyValueHeads * config.headDim;
  const querySlots = batch.queries * config.heads * config.headDim;
  const keySlots = batch.keys * config.keyValueHeads * config.headDim;
  // A compact batch gathers the slots of attention from its inputs, and its inputs from the slots.
  const gathers = batch.compact ? 1 : 0;
  const inner = after * config.intermediateSize;
  const scores = config.heads * batch.scores;
  const scales = all * (2 + (config.queryKeyNorm ? config.heads + config.keyValueHeads : 0));
  // A norm or a bias follows the projection of queries and keys.
  const between = config.queryKeyNorm || config.attentionBias ? 1 : 0;
  const norm = config.queryKeyNorm ? 1 : 0;
  const adapter = adapterFloats(config, all, after, lora);
  // Inputs of trained weights: the outputs of two norms, and the gated inner states. Those of frozen weights are not kept.
  const inputs = lora ? adapter.inputs : hidden + hiddenAfter + inner;
  // Positions with a target are copied out of the layer's inputs and out of the attention's output.
  const copies = targets === null ? 0 : hiddenAfter + after * config.heads * config.headDim;
  const kept =
    4 * hiddenAfter +
    copies +
    (1 + between) * queries +
    3 * querySlots +
    (1 + between) * keys +
    3 * keySlots +
    3 * inner +
    scores +
    scales +
    inputs +
    adapter.outputs;
  const gradients =
    (1 + norm + 2 * gathers) * queries + (4 + gathers) * querySlots + (1 + norm + gathers) * keys + (4 + gathers) * keySlots + 3 * inner;
  const end = 4 * hidden + 5 * hiddenAfter + gradients + adapter.gradients;
  // Gradients so far at the operations with the largest temporaries, in the order of the backward pass.
  const peaks = [
    2 * hiddenAfter + (lora?.target_modules.includes('down_proj') ? 9 : 8) * inner,
    4 * hiddenAfter + queries + (4 + gathers) * querySlots + 2 * keySlots + 3 * inner + 2 * scores,
    2 * hidden +
      5 * hiddenAfter +
      norm * ((8 + 3 * gathers) * queries + (4 + gathers) * querySlots) +
      (2 + gathers) * keys +
      (4 + gathers) * keySlots +
      3 * inner,
    10 * hidden + 5 * hiddenAfter + gradients + adapter.gradients,
    end,
  ];
  const forward =
    hidden +
    5 * hiddenAfter +
    copies +
    (3 + between) * queries +
    (3 + 2 * gathers) * querySlots +
    (3 + between) * keys +
    (2 + 2 * gathers) * keySlots +
    4 * inner +
    scores +
    scales +
    adapter.outputs;
  const inAttention = 2 * hidden + (4 + between) * queries + 2 * scores + adapter.attentionOutputs;
  const atEnd = 5 * hidden + (5 + between) * queries + Math.max(5 * inner, 2 * hidden + 3 * inner) + adapter.outputs;
  return {
    forward,
    backward: kept + end,
    backwardPeak: kept + Math.max(...peaks),
    inference: (5 + between) * keys + Math.max(inAttention, atEnd),
  };
}

/**
 * Floats that the adapters of a layer add: `outputs` of their products and sums (`attentionOutputs` before attention),
 * `inputs` they keep, and `gradients` of their inputs.
 * @param all inputs of the layer
 * @param after inputs that are computed after attention
 */
function adapterFloats(config: ModelConfig, all: number, after: number, lora: LoraSettings | null) {
  if (!lora) return { outputs: 0, attentionOutputs: 0, inputs: 0, gradients: 0 };
  const adapted = linearShapes(config)
    .filter(({ module }) => lora.target_modules.includes(module))
    .map((shape) => ({ ...shape, count: BEFORE_ATTENTION.includes(shape.module) ? all : after }));
  const has = (...modules: LinearShape['module'][]) => adapted.some(({ module }) => modules.includes(module));
  const shared = (has(...BEFORE_ATTENTION) ? all : 0) + (has('gate_proj', 'up_proj') ? after : 0);
  // The factors of dropout, and the inputs times these.
  const dropout = lora.lora_dropout > 0 ? 2 : 0;
  return {
    outputs: sum(adapted.map(({ count, inputs, outputs }) => count * (2 * outputs + lora.r + dropout * inputs))),
    attentionOutputs: sum(adapted.map(({ count, module, outputs }) => (BEFORE_ATTENTION.includes(module) ? count * 2 * outputs : 0))),
    inputs: shared * config.hiddenSize + (has('down_proj') ? after * config.intermediateSize : 0),
    gradients: sum(adapted.map(({ count, inputs }) => count * inputs)),
  };
}
