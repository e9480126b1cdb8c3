// AdamW as torch.optim.AdamW (decoupled decay, bias correction), clipping as torch.nn.utils.clip_grad_norm_.

import { hasWeightDecay } from '../../core/optimizer';
import type { TrainSettings } from '../../core/recipe/recipe';
import { nameInFiles } from '../../core/weights';
import type { LanguageModel } from '../model/language-model';
import { allFinite, everywhere } from '../ops/all-finite';
import { sumAll } from '../ops/sum-all';
import { tf } from '../tensorflow';

export type AdamWSettings = Pick<TrainSettings, 'weight_decay' | 'adam_beta1' | 'adam_beta2' | 'adam_epsilon' | 'max_grad_norm'>;

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
      [...model.trainables].map(([name, { shape }]) => [
        name,
        moments?.get(name) ?? { mean: tf.keep(tf.zeros(shape)), square: tf.keep(tf.zeros(shape)) },
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
    const norm = tf.tidy(() => tf.sqrt(sumAll([...gradients.values()].map(squaredNorm))));
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

  /** Scalars of the step, uploaded once for all parameters. */
  #constants(norm: tf.Tensor, loss: tf.Tensor, step: number, learningRate: number) {
    const { adam_beta1, adam_beta2, adam_epsilon, weight_decay, max_grad_norm } = this.#settings;
    // √(1 - β2ᵗ) multiplied through: lr/(1 - β1ᵗ) · m / (√v/√(1 - β2ᵗ) + ε) = rate · m / (√v + ε·√(1 - β2ᵗ)).
    const correction = Math.sqrt(1 - adam_beta2 ** step);
    return tf.tidy(() => {
      const clip = max_grad_norm > 0 ? tf.minimum(tf.div(max_grad_norm, tf.add(norm, 1e-6)), 1) : tf.scalar(1);
      return {
        finite: allFinite([loss, norm]),
        clip,
        beta1: tf.scalar(adam_beta1),
        rest1: tf.scalar(1 - adam_beta1),
        beta2: tf.scalar(adam_beta2),
        rest2: tf.scalar(1 - adam_beta2),
        rate: tf.scalar((learningRate / (1 - adam_beta1 ** step)) * correction),
        epsilon: tf.scalar(adam_epsilon * correction),
        keep: tf.scalar(1 - learningRate * weight_decay),
      };
    });
  }

  #update(
    name: string,
    gradient: tf.Tensor,
    constants: Record<'finite' | 'clip' | 'beta1' | 'rest1' | 'beta2' | 'rest2' | 'rate' | 'epsilon' | 'keep', tf.Tensor>,
  ) {
    const parameter = this.#model.trainables.get(name);
    const moments = this.#moments.get(name);
    if (!parameter || !moments) throw new Error(`No trainable ${name}`);
    const decays = this.#settings.weight_decay !== 0 && hasWeightDecay(nameInFiles(name));
    const { value, mean, square } = tf.tidy(() => {
      const clipped = tf.mul(gradient, constants.clip);
      // Temporaries go at once: of a large embedding each is hundreds of megabytes.
      const mean = tf.tidy(() => tf.add(tf.mul(moments.mean, constants.beta1), tf.mul(clipped, constants.rest1)));
      const square = tf.tidy(() => tf.add(tf.mul(moments.square, constants.beta2), tf.mul(tf.square(clipped), constants.rest2)));
      clipped.dispose();
      const value = tf.tidy(() => {
        const change = tf.mul(tf.div(mean, tf.add(tf.sqrt(square), constants.epsilon)), constants.rate);
        return tf.sub(decays ? tf.mul(parameter, constants.keep) : parameter, change);
      });
      const finite = everywhere(constants.finite, parameter);
      return {
        value: tf.where(finite, value, parameter),
        mean: tf.where(finite, mean, moments.mean),
        square: tf.where(finite, square, moments.square),
      };
    });
    moments.mean.dispose();
    moments.square.dispose();
    this.#moments.set(name, { mean: tf.keep(mean), square: tf.keep(square) });
    this.#model.replace(name, value);
  }
}

/** Row sums first: fewer terms in one 32-bit sum. */
function squaredNorm(gradient: tf.Tensor): tf.Tensor {
  return tf.tidy(() => tf.sum(tf.sum(tf.square(gradient), -1)));
}
