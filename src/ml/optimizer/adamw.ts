// AdamW as torch.optim.AdamW (decoupled decay, bias correction), clipping as torch.nn.utils.clip_grad_norm_.

import { hasWeightDecay } from '../../core/optimizer';
import type { TrainSettings } from '../../core/recipe/recipe';
import { nameInFiles } from '../../core/weights';
import type { LanguageModel } from '../model/language-model';
import { allFinite } from '../ops/all-finite';
import { tf } from '../tensorflow';

export type AdamWSettings = Pick<TrainSettings, 'weight_decay' | 'adam_beta1' | 'adam_beta2' | 'adam_epsilon' | 'max_grad_norm'>;

type Constants = Readonly<Record<'finite' | 'scale' | 'beta1' | 'rest1' | 'beta2' | 'rate' | 'epsilon' | 'keep', tf.Tensor>>;

export interface Moments {
  readonly mean: tf.Tensor;
  readonly square: tf.Tensor;
}

/** Optimizer state of one model; changes its trainables. */
export class AdamW {
  readonly #model: LanguageModel;
  readonly #settings: AdamWSettings;
  readonly #moments: Map<string, Moments>;

  /** @param moments of every trainable; zeros when absent. Owned by the optimizer. */
  constructor(model: LanguageModel, settings: AdamWSettings, moments?: ReadonlyMap<string, Moments>) {
    this.#model = model;
    this.#settings = settings;
    this.#moments = new Map(
      [...model.trainables].map(([name, tensor]) => [
        name,
        // (tf.zeros would make them in the memory of the tab, where WebGPU leaves them until they are first used.)
        moments?.get(name) ?? { mean: tf.keep(tf.zerosLike(tensor)), square: tf.keep(tf.zerosLike(tensor)) },
      ]),
    );
  }

  get moments(): ReadonlyMap<string, Moments> {
    return this.#moments;
  }

  /**
   * One step; disposes the gradients. Where the loss or the norm is not finite, parameters and moments keep their bits:
   * that is decided on the device, since reading the norm first would stall a GPU at every step.
   * @param loss scalar, stays the caller's
   * @param step 1-based, for the bias correction; a skipped step counts
   * @returns global L2 norm of the gradients before clipping, a scalar that belongs to the caller
   */
  step(gradients: ReadonlyMap<string, tf.Tensor>, loss: tf.Tensor, step: number, learningRate: number): tf.Tensor {
    const norm = tf.tidy(() => tf.sqrt(tf.sum(tf.concat([...gradients.values()].map(squaredRows)))));
    const constants = this.#constants(norm, loss, step, learningRate);
    for (const [name, gradient] of gradients) this.#update(name, gradient, constants);
    for (const constant of Object.values(constants)) constant.dispose();
    for (const gradient of gradients.values()) gradient.dispose();
    return norm;
  }

  dispose(): void {
    for (const { mean, square } of this.#moments.values()) {
      mean.dispose();
      square.dispose();
    }
    this.#moments.clear();
  }

  /**
   * Scalars of the step, made once for all parameters. Where the step is not finite they are those that change nothing,
   * once its gradients count as zero.
   */
  #constants(norm: tf.Tensor, loss: tf.Tensor, step: number, learningRate: number): Constants {
    const { adam_beta1, adam_beta2, adam_epsilon, weight_decay, max_grad_norm } = this.#settings;
    // √(1 - β2ᵗ) multiplied through: lr/(1 - β1ᵗ) · m / (√v/√(1 - β2ᵗ) + ε) = rate · m / (√v + ε·√(1 - β2ᵗ)).
    const correction = Math.sqrt(1 - adam_beta2 ** step);
    // Gradients are scaled by it once, so that their squares need no factor of their own.
    const root = Math.sqrt(1 - adam_beta2);
    return tf.tidy(() => {
      const finite = allFinite([loss, norm]);
      const orElse = (value: number, other: number) => tf.where(tf.cast(finite, 'bool'), tf.scalar(value), tf.scalar(other));
      const clip = max_grad_norm > 0 ? tf.minimum(tf.div(max_grad_norm, tf.add(norm, 1e-6)), 1) : tf.scalar(1);
      return {
        finite,
        scale: tf.mul(clip, root),
        beta1: orElse(adam_beta1, 1),
        rest1: tf.scalar((1 - adam_beta1) / root),
        beta2: orElse(adam_beta2, 1),
        rate: orElse((learningRate / (1 - adam_beta1 ** step)) * correction, 0),
        epsilon: tf.scalar(adam_epsilon * correction),
        keep: orElse(1 - learningRate * weight_decay, 1),
      };
    });
  }

  #update(name: string, gradient: tf.Tensor, constants: Constants) {
    const parameter = this.#model.trainables.get(name);
    const moments = this.#moments.get(name);
    if (!parameter || !moments) throw new Error(`No trainable ${name}`);
    const decays = this.#settings.weight_decay !== 0 && hasWeightDecay(nameInFiles(name));
    const { value, mean, square } = tf.tidy(() => {
      // Temporaries go at once: of a large embedding each is hundreds of megabytes.
      const scaled = tf.tidy(() => {
        // A gradient that is no number would stay so times zero. (tf.where of one value would write it out with a tile.)
        const zeros = tf.zerosLike(parameter);
        return tf.where(tf.greater(constants.finite, zeros), tf.mul(gradient, constants.scale), zeros);
      });
      const mean = tf.tidy(() => tf.add(tf.mul(moments.mean, constants.beta1), tf.mul(scaled, constants.rest1)));
      const square = tf.tidy(() => tf.add(tf.mul(moments.square, constants.beta2), tf.square(scaled)));
      scaled.dispose();
      const change = tf.tidy(() => {
        const size = tf.tidy(() => tf.add(tf.sqrt(square), constants.epsilon));
        return tf.mul(tf.div(mean, size), constants.rate);
      });
      return { value: tf.sub(decays ? tf.mul(parameter, constants.keep) : parameter, change), mean, square };
    });
    moments.mean.dispose();
    moments.square.dispose();
    this.#moments.set(name, { mean: tf.keep(mean), square: tf.keep(square) });
    this.#model.replace(name, value);
  }
}

/** Sums of the squares of each row, [rows]: added up for all gradients at once, in fewer terms than the values are. */
function squaredRows(gradient: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.reshape(tf.sum(tf.square(gradient), -1), [-1]));
}
