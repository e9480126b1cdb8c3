// Gradients with recomputation (torch's gradient checkpointing): the forward pass keeps the input of each decoder
// layer and nothing else; going back, one layer at a time is computed again with a tape of its own. A tape over the
// whole model holds every activation and every gradient of one until its end.

import { EMBEDDING, layerPrefix, nameInFiles } from '../../core/weights';
import { tf } from '../tensorflow';
import type { LossAndGradients } from './language-model';

/** The parts a forward pass is made of, for one batch. Each may be computed more than once. */
export interface ForwardParts {
  readonly layers: number;
  /** → [N, C] */
  embed(): tf.Tensor;
  /** x [N, C] → [N, C]; the last one gives the inputs of the loss, [R, C]. */
  layer(x: tf.Tensor, index: number): tf.Tensor;
  /** Final norm, head and loss: x [R, C] → scalar. */
  loss(x: tf.Tensor): tf.Tensor;
}

/** One tape over the whole model: the fewest operations, the most memory. */
export function wholeTape(parts: ForwardParts, trainables: ReadonlyMap<string, tf.Tensor>): LossAndGradients {
  const names = [...trainables.keys()];
  const { value, grads } = tf.valueAndGrads(() => {
    let x = parts.embed();
    for (let index = 0; index < parts.layers; index++) x = parts.layer(x, index);
    return parts.loss(x);
  })([...trainables.values()]);
  return { loss: value, gradients: byName(names, grads) };
}

/**
 * The same loss and gradients, to float rounding, with one layer's activations at a time.
 * @param last names of the parameters that `parts.loss` uses
 */
export function blockwise(parts: ForwardParts, trainables: ReadonlyMap<string, tf.Tensor>, last: readonly string[]): LossAndGradients {
  const embedding = [...trainables.keys()].filter((name) => nameInFiles(name) === EMBEDDING);
  const ofLayer = (index: number) => [...trainables.keys()].filter((name) => name.includes(layerPrefix(index)));
  // Below the lowest layer with a trainable nothing needs a gradient.
  const lowest =
    embedding.length > 0 ? 0 : Array.from({ length: parts.layers }, (_, index) => index).find((index) => ofLayer(index).length > 0);
  const inputs = forward(parts);
  const found = new Map<string, tf.Tensor>();
  const top = present(inputs.pop());
  const { value, grads } = tf.valueAndGrads((x) => parts.loss(x))([top, ...chosen(trainables, last)]);
  top.dispose();
  let dy = collect(
    found,
    grads,
    last.filter((name) => trainables.has(name)),
  );
  for (let index = parts.layers - 1; index >= (lowest ?? parts.layers); index--) {
    const names = ofLayer(index);
    const x = present(inputs.pop());
    const gradients = tf.grads((input) => parts.layer(input, index))([x, ...chosen(trainables, names)], dy);
    tf.dispose([x, dy]);
    dy = collect(found, gradients, names);
  }
  if (embedding.length > 0) addTo(found, byName(embedding, tf.grads(() => parts.embed())(chosen(trainables, embedding), dy)));
  tf.dispose([dy, ...inputs]);
  return { loss: value, gradients: new Map([...trainables.keys()].map((name) => [name, present(found.get(name))])) };
}

/** Inputs of the layers, and the output of the last one. */
function forward(parts: ForwardParts): tf.Tensor[] {
  const states = [tf.tidy(() => parts.embed())];
  for (let index = 0; index < parts.layers; index++) {
    const x = present(states[index]);
    states.push(tf.tidy(() => parts.layer(x, index)));
  }
  return states;
}

/** Adds the gradients of `names` to those found; the first one is that of the input, which is handed back. */
function collect(found: Map<string, tf.Tensor>, [dx, ...gradients]: readonly tf.Tensor[], names: readonly string[]): tf.Tensor {
  addTo(found, byName(names, gradients));
  return present(dx);
}

/** A tied embedding gets a gradient from the head and one from the lookup. */
function addTo(found: Map<string, tf.Tensor>, gradients: ReadonlyMap<string, tf.Tensor>): void {
  for (const [name, gradient] of gradients) {
    const before = found.get(name);
    found.set(name, before ? tf.add(before, gradient) : gradient);
    if (before) tf.dispose([before, gradient]);
  }
}

function chosen(trainables: ReadonlyMap<string, tf.Tensor>, names: readonly string[]): tf.Tensor[] {
  return names.flatMap((name) => trainables.get(name) ?? []);
}

function byName(names: readonly string[], gradients: readonly tf.Tensor[]): Map<string, tf.Tensor> {
  return new Map(names.map((name, index) => [name, present(gradients[index])]));
}

function present(tensor: tf.Tensor | undefined): tf.Tensor {
  if (!tensor) throw new Error('The tape gave no gradient.');
  return tensor;
}
