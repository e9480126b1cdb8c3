// Matrix products as the backends do them best, and without float atomics.
//
// wasm: only a single product of untransposed matrices takes XNNPACK's fast path (about 7 GMAC/s on one core, against
// 0.7 for everything else): transposes are made explicit. WebGPU: a transposed right factor takes a scalar path, so the
// same holds there. For one matrix with an inner size from 2000 and few workgroups tfjs's WebGPU backend splits the
// sum and adds the parts by float atomics, in an order that differs between runs; the program is then chosen by hand.

import { tf } from '../tensorflow';
import { batchedMatMul } from './batched-mat-mul';

const SPLIT_FROM = 2000;
const PROGRAM_FLAG = 'WEBGPU_MATMUL_PROGRAM_TYPE';
/** `MatMulProgramType` of tfjs-backend-webgpu 4.22: 16×16 tiles for few workgroups, 32×32 packed ones for many. */
const SMALL_OUTPUT = 2;
const PACKED = 3;
const AUTOMATIC = -1;
/** Workgroups of 32×32 below which smaller tiles keep a GPU busier. */
const FEW_WORKGROUPS = 64;

/** a [M, K] · b [K, N] → [M, N], in an order of additions that is the same in every run. */
export function matMul(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  const [rows = 1, inner = 1] = a.shape;
  const columns = b.shape[1] ?? 1;
  if (inner < SPLIT_FROM || tf.getBackend() !== 'webgpu') return tf.matMul(a, b);
  const workgroups = Math.ceil(rows / 32) * Math.ceil(columns / 32);
  tf.env().set(PROGRAM_FLAG, workgroups <= FEW_WORKGROUPS ? SMALL_OUTPUT : PACKED);
  try {
    return tf.matMul(a, b);
  } finally {
    tf.env().set(PROGRAM_FLAG, AUTOMATIC);
  }
}

/**
 * As {@link matMul}, for a right factor that outlives the product: tfjs's wasm backend would keep a packed copy of it as
 * long as it lives, and so hold every weight twice. Here the copy goes with the call.
 */
export function matMulOnce(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  if (tf.getBackend() !== 'wasm') return matMul(a, b);
  return tf.tidy(() =>
    tf.reshape(batchedMatMul(tf.reshape(a, [1, ...a.shape]), tf.reshape(b, [1, ...b.shape])), [a.shape[0] ?? 1, b.shape[1] ?? 1]),
  );
}

/** aᵀ · b for a [K, M], b [K, N] → [M, N]: the gradient of a weight. Transposes the smaller of the two ways. */
export function matMulTransposedA(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  const [, m = 1] = a.shape;
  const [, n = 1] = b.shape;
  return tf.tidy(() => (m <= n ? matMul(tf.transpose(a), b) : tf.transpose(matMul(tf.transpose(b), a))));
}

/** a · bᵀ for a [M, K], b [N, K] → [M, N]: rows times a weight as it is stored. Transposes the smaller of the two ways. */
export function matMulTransposedB(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  const [m = 1, k = 1] = a.shape;
  return tf.tidy(() => (m < k ? tf.transpose(matMul(b, tf.transpose(a))) : matMul(a, tf.transpose(b))));
}
