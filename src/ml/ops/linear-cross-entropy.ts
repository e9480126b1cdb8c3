// Cross-entropy of rows against a large vocabulary, joined with the head's product: no one-hot matrix, logits of a chunk
// of rows at a time. The gradients are made with the loss, chunk by chunk (as Liger's fused linear cross-entropy does):
// with p = softmax(h·Wᵀ) times each row's weight, dh = p·W - weight·W[label] and dW = pᵀ·h - Σ over rows of a label of
// weight·h.
// Where W lies in row shards, each gives the softmax over its own share of the vocabulary and the logarithm of its sum
// of exponentials; the sums of all shards make the loss, and scale each shard's softmax to that of the whole.

import { chunkPositions } from '../../core/training';
import { tf } from '../tensorflow';
import { flatPart } from './flat-part';
import { matMulOnce, matMulTransposedA, matMulTransposedB } from './mat-mul';
import { type PlacedShard, placed, type RowShards, rowCount, shardedRows, within } from './row-shards';
import { planSegments, segmentSum } from './segment-sum';
import { softmaxAndDispose } from './softmax';
import { sumAll } from './sum-all';
import { savedAt, withGradient } from './with-gradient';

export interface Targets {
  /** [R] */
  readonly labels: Int32Array;
  /** [R], already divided by the sum of weights of the whole step; 0 is padding. */
  readonly weights: Float32Array;
}

interface Chunk extends Targets {
  /** Its first row of the hidden states. */
  readonly from: number;
}

export interface LossOptions {
  /** Bound on rows of a chunk times V; a chunk has at least 16 rows. */
  readonly logitsAtATime?: number;
  /** False: the head is frozen, its gradient is never made. */
  readonly trained?: boolean;
}

/**
 * Σ weight · -log softmax(h·Wᵀ)[label], a scalar.
 * @param hidden [R, C]
 * @param head W [V, C]
 */
export function linearCrossEntropy(hidden: tf.Tensor, head: RowShards, targets: Targets, options: LossOptions = {}): tf.Tensor {
  const { logitsAtATime, trained = true } = options;
  return withGradient(
    trained ? [hidden, ...head] : [hidden],
    () => {
      const losses: tf.Tensor[] = [];
      const dRows: tf.Tensor[] = [];
      const dHead: tf.Tensor[] = [];
      for (const chunk of chunksOf(targets, rowCount(head), logitsAtATime)) {
        const part = chunkWithGradients(hidden, head, chunk, trained);
        losses.push(part.loss);
        dRows.push(part.dRows);
        part.dHead.forEach((gradient, index) => {
          const before = dHead[index];
          dHead[index] = before ? sumAndDispose(before, gradient) : gradient;
        });
      }
      if (losses.length === 0) throw new Error('linearCrossEntropy: no trained position');
      const dHidden = tf.concat(dRows, 0);
      tf.dispose(dRows);
      return { value: sumAll(losses), saved: [dHidden, ...dHead] };
    },
    (dy, saved) => saved.map((gradient) => tf.mul(gradient, dy)),
  );
}

function sumAndDispose(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  const sum = tf.add(a, b);
  tf.dispose([a, b]);
  return sum;
}

/** The same loss without gradients. */
export function linearCrossEntropyLoss(hidden: tf.Tensor, head: RowShards, targets: Targets, logitsAtATime?: number): tf.Tensor {
  const chunks = chunksOf(targets, rowCount(head), logitsAtATime);
  return sumAll(chunks.map((chunk) => tf.tidy(() => chunkLoss(hidden, head, chunk).loss)));
}

function chunkWithGradients(hidden: tf.Tensor, head: RowShards, chunk: Chunk, trained: boolean) {
  return tf.tidy(() => {
    const { loss, rows, labelRows, parts, logSum, weights } = chunkLoss(hidden, head, chunk);
    const ids = chunk.labels.map((label, index) => (chunk.weights[index] === 0 ? -1 : label));
    const products: tf.Tensor[] = [];
    const dHead: tf.Tensor[] = [];
    for (const { place, shares, logSum: own } of parts) {
      const weighted = tf.mul(shares, parts.length === 1 ? weights : tf.mul(weights, column(tf.exp(tf.sub(own, logSum)))));
      shares.dispose();
      products.push(matMulOnce(weighted, place.shard));
      if (trained) dHead.push(headGradient(weighted, rows, weights, within(place, ids), place));
      else weighted.dispose();
    }
    return { loss, dRows: tf.sub(products.reduce(sumAndDispose), tf.mul(labelRows, weights)), dHead };
  });
}

/**
 * Disposes the weighted shares.
 * @param ids labels as rows of the shard, negative where they are of another one or count nothing
 */
function headGradient(weighted: tf.Tensor, rows: tf.Tensor, weights: tf.Tensor, ids: Int32Array, { from, to }: PlacedShard): tf.Tensor {
  return tf.tidy(() => {
    const product = matMulTransposedA(weighted, rows);
    weighted.dispose();
    const byLabel = tf.tidy(() => segmentSum(tf.mul(rows, weights), planSegments(ids, to - from)));
    return tf.sub(product, byLabel);
  });
}

function chunkLoss(hidden: tf.Tensor, head: RowShards, chunk: Chunk) {
  const count = chunk.labels.length;
  const rows = rowsFrom(hidden, chunk.from, count);
  const labelRows = shardedRows(head, chunk.labels);
  const parts = placed(head).map((place) => ({ place, ...softmaxOver(rows, place.shard) }));
  const logSum = jointLogSum(parts.map((part) => part.logSum));
  const labelLogit = tf.tidy(() => tf.sum(tf.mul(rows, labelRows), -1));
  const weights = tf.tensor(chunk.weights, [count, 1]);
  const loss = tf.sum(tf.mul(tf.sub(logSum, labelLogit), tf.reshape(weights, [count])));
  return { loss, rows, labelRows, parts, logSum, weights };
}

/** Of rows [R, C] over one shard's part of the vocabulary: softmax [R, rows of the shard], and log Σ exp of its logits [R]. */
function softmaxOver(rows: tf.Tensor, shard: tf.Tensor) {
  const logits = matMulTransposedB(rows, shard);
  const most = tf.max(logits, -1);
  const shares = softmaxAndDispose(logits);
  // log Σ exp = max - log(share of the max): that share is at least 1/V, so nothing underflows.
  return { shares, logSum: tf.sub(most, tf.log(tf.max(shares, -1))) };
}

/** log Σ exp over the whole vocabulary, [R]. */
function jointLogSum(sums: readonly tf.Tensor[]): tf.Tensor {
  return sums.length === 1 ? savedAt(sums, 0) : tf.tidy(() => tf.logSumExp(tf.stack([...sums], 1), 1));
}

/** `count` rows of x [R, C], from one on; x itself where they are all. */
function rowsFrom(x: tf.Tensor, from: number, count: number): tf.Tensor {
  const [rows, width = 1] = x.shape;
  return count === rows ? x : tf.reshape(flatPart(tf.reshape(x, [x.size]), from * width, count * width), [count, width]);
}

/** [R] → [R, 1] */
function column(x: tf.Tensor): tf.Tensor {
  return tf.reshape(x, [x.size, 1]);
}

function chunksOf(targets: Targets, vocabulary: number, logitsAtATime: number | undefined): Chunk[] {
  const size = chunkPositions(vocabulary, logitsAtATime);
  return Array.from({ length: Math.ceil(targets.labels.length / size) }, (_, index) => {
    const [from, to] = [index * size, (index + 1) * size];
    return {
      from,
      labels: targets.labels.subarray(from, to),
      weights: targets.weights.subarray(from, to),
    };
  });
}
