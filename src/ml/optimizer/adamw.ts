// AdamW as torch.optim.AdamW (decoupled decay, bias correction), clipping as torch.nn.utils.clip_grad_norm_.

import type { TrainSettings } from '../../core/recipe';
import { type UpdateGroup, updateGroups } from '../../core/training';
import type { LanguageModel } from '../model/language-model';
import { allFinite } from '../ops/all-finite';
import { tf } from '../tensorflow';
import { joined, parted, sumsOfSquares } from './joined';

export type AdamWSettings = Pick<TrainSettings, 'weight_decay' | 'adam_beta1' | 'adam_beta2' | 'adam_epsilon' | 'max_grad_norm'>;

type Constants = Readonly<Record<'finite' | 'scale' | 'beta1' | 'rest1' | 'beta2' | 'rate' | 'epsilon' | 'keep', tf.Tensor>>;

export interface Moments {
  readonly mean: tf.Tensor;
  readonly square: tf.Tensor;
}

/** Where a moment of one trainable lies among those of its group. */
export interface Part {
  readonly tensor: tf.Tensor;
  /** Its first float there. */
  readonly from: number;
}

/** Optimizer state of one model; changes its trainables. */
export class AdamW {
  readonly #model: LanguageModel;
  readonly #settings: AdamWSettings;
  /** Of each group, joined as its tensors are. */
  readonly #moments: Map<UpdateGroup, Moments>;

  /** @param moments of every trainable; zeros when absent. Owned by the optimizer. */
  constructor(model: LanguageModel, settings: AdamWSettings, moments?: ReadonlyMap<string, Moments>) {
    this.#model = model;
    this.#settings = settings;
    const groups = updateGroups([...model.trainables].map(([name, { shape }]) => [name, shape]));
    this.#moments = new Map(groups.map((group) => [group, moments ? joinedMoments(group, moments) : this.#zeroMoments(group)]));
  }

  /** Where the moments of a trainable lie until the next step. */
  momentsOf(trainable: string): { readonly mean: Part; readonly square: Part } {
    for (const [{ tensors }, { mean, square }] of this.#moments) {
      const from = tensors.find(({ name }) => name === trainable)?.from;
      if (from !== undefined) return { mean: { tensor: mean, from }, square: { tensor: square, from } };
    }
    throw new Error(`No trainable ${trainable}`);
  }

  /**
   * One step; disposes the gradients. Where the loss or the norm is not finite, parameters and moments keep their bits:
   * that is decided on the device, since reading the norm first would stall a GPU at every step.
   * @param loss scalar, stays the caller's
   * @param step 1-based, for the bias correction; a skipped step counts
   * @returns global L2 norm of the gradients before clipping, a scalar that belongs to the caller
   */
  step(gradients: ReadonlyMap<string, tf.Tensor>, loss: tf.Tensor, step: number, learningRate: number): tf.Tensor {
    const ofGroups = [...this.#moments.keys()].map((group) => {
      const gradient = joined(group, (name) => present(gradients.get(name), name));
      for (const { name } of group.tensors) gradients.get(name)?.dispose();
      return { group, gradient };
    });
    const norm = tf.tidy(() => tf.sqrt(tf.sum(tf.concat(ofGroups.map(({ gradient }) => sumsOfSquares(gradient))))));
    const constants = this.#constants(norm, loss, step, learningRate);
    for (const { group, gradient } of ofGroups) this.#update(group, gradient, constants);
    tf.dispose([...Object.values(constants), ...ofGroups.map(({ gradient }) => gradient)]);
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

  /** (tf.zeros would make them in the memory of the tab, where WebGPU leaves them until they are first used.) */
  #zeroMoments(group: UpdateGroup): Moments {
    return tf.tidy(() => {
      const values = joined(group, (name) => this.#trainable(name));
      return { mean: tf.keep(tf.zerosLike(values)), square: tf.keep(tf.zerosLike(values)) };
    });
  }

  #trainable(name: string): tf.Tensor {
    return present(this.#model.trainables.get(name), name);
  }

  #update(group: UpdateGroup, gradient: tf.Tensor, constants: Constants) {
    const moments = this.#moments.get(group);
    if (!moments) throw new Error('a group of another optimizer');
    const decays = this.#settings.weight_decay !== 0 && group.decays;
    const { value, mean, square } = tf.tidy(() => {
      const parameter = joined(group, (name) => this.#trainable(name));
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
    this.#moments.set(group, { mean: tf.keep(mean), square: tf.keep(square) });
    for (const [name, part] of parted(group, value)) this.#model.replace(name, part);
    value.dispose();
  }
}

/** The moments of a group's tensors as one; they are disposed. */
function joinedMoments(group: UpdateGroup, moments: ReadonlyMap<string, Moments>): Moments {
  const ofName = (name: string) => {
    const found = moments.get(name);
    if (!found) throw new Error(`No moments of ${name}`);
    return found;
  };
  const mean = tf.keep(joined(group, (name) => ofName(name).mean));
  const square = tf.keep(joined(group, (name) => ofName(name).square));
  for (const { name } of group.tensors) tf.dispose([ofName(name).mean, ofName(name).square]);
  return { mean, square };
}

function present(tensor: tf.Tensor | undefined, name: string): tf.Tensor {
  if (!tensor) throw new Error(`No trainable ${name}`);
  return tensor;
}
