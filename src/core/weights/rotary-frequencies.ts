// Frequencies of the rotary embedding: the functions of modeling_rope_utils.py (transformers 5.23), rounded to 32 bits
// wherever torch rounds. At position 40,000 one bit of a frequency is a thousandth of a turn, so the rounding matters.

import type { ModelConfig } from './model-config';
import type { RopeScaling } from './rope-scaling';

export type RotarySettings = Pick<ModelConfig, 'headDim' | 'ropeTheta' | 'ropeScaling' | 'maxPositions'>;

interface RotaryFrequencies {
  /** [D/2], radians per position. */
  readonly frequencies: Float32Array;
  /** Multiplies cosines and sines. */
  readonly attentionFactor: number;
}

const round = Math.fround;

/**
 * @param length positions of the batch's longest example. Only `dynamic` scaling depends on it, beyond `maxPositions`.
 *   transformers also considers earlier batches, until a short one resets it. Here each batch is independent, so that a
 *   resumed run has the same losses.
 */
export function rotaryFrequencies(settings: RotarySettings, length: number): RotaryFrequencies {
  const { headDim, ropeTheta, ropeScaling, maxPositions } = settings;
  switch (ropeScaling.type) {
    case 'default':
      return plain(inverse(periods(headDim, ropeTheta)));
    case 'linear':
      return plain(inverse(periods(headDim, ropeTheta)).map((value) => value / ropeScaling.factor));
    case 'dynamic':
      return plain(inverse(periods(headDim, dynamicTheta(settings, ropeScaling.factor, Math.max(length, maxPositions)))));
    case 'yarn':
      return { frequencies: yarn(headDim, ropeTheta, ropeScaling), attentionFactor: ropeScaling.attentionFactor };
    case 'llama3':
      return plain(inverse(periods(headDim, ropeTheta)).map((value) => llama3(value, ropeScaling)));
  }
}

function plain(frequencies: Float32Array): RotaryFrequencies {
  return { frequencies, attentionFactor: 1 };
}

/** theta^(2i/D), [D/2] */
function periods(headDim: number, theta: number): Float32Array {
  return Float32Array.from({ length: headDim / 2 }, (_, index) => round(theta) ** round((2 * index) / headDim));
}

function inverse(values: Float32Array): Float32Array {
  return values.map((value) => 1 / value);
}

function dynamicTheta({ headDim, ropeTheta, maxPositions }: RotarySettings, factor: number, length: number): number {
  return ropeTheta * ((factor * length) / maxPositions - (factor - 1)) ** (headDim / (headDim - 2));
}

/** Fast channels keep their frequency, slow ones are divided by the factor, and a ramp interpolates between them. */
function yarn(headDim: number, theta: number, scaling: RopeScaling & { type: 'yarn' }): Float32Array {
  const channelOf = (turns: number) => (headDim * Math.log(scaling.originalPositions / (turns * 2 * Math.PI))) / (2 * Math.log(theta));
  const [first, last] = [channelOf(scaling.betaFast), channelOf(scaling.betaSlow)];
  const low = Math.max(scaling.truncate ? Math.floor(first) : first, 0);
  const end = Math.min(scaling.truncate ? Math.ceil(last) : last, headDim - 1);
  const high = low === end ? end + 0.001 : end;
  return periods(headDim, theta).map((period, index) => {
    const kept = round(1 - Math.min(1, Math.max(0, round((index - low) / (high - low)))));
    return round(round(1 / round(scaling.factor * period)) * round(1 - kept)) + round(round(1 / period) * kept);
  });
}

function llama3(frequency: number, scaling: RopeScaling & { type: 'llama3' }): number {
  const { factor, originalPositions, lowFrequencyFactor, highFrequencyFactor } = scaling;
  const wavelength = round(round(2 * Math.PI) / frequency);
  if (wavelength > originalPositions / lowFrequencyFactor) return frequency / factor;
  if (wavelength < originalPositions / highFrequencyFactor) return frequency;
  const smooth = round((originalPositions / wavelength - lowFrequencyFactor) / (highFrequencyFactor - lowFrequencyFactor));
  return round(round((1 - smooth) * frequency) / factor) + round(smooth * frequency);
}
