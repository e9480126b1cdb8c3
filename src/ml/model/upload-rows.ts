// Rows of a tensor that is in memory or stored, put on the device.

import type { NamedTensor, TensorRows } from '../../core/weights';
import { tf } from '../tensorflow';

/**
 * The rows [from, to) on the current backend, kept. Of a tensor that is read by rows only they are in memory, and only
 * until they are on the device.
 */
export async function uploadRows(tensor: NamedTensor | TensorRows, from: number, to: number): Promise<tf.Tensor> {
  const values = await rowsOf(tensor, from, to);
  return tf.keep(onDevice(tf.tensor(values, [to - from, ...tensor.shape.slice(1)], 'float32')));
}

async function rowsOf(tensor: NamedTensor | TensorRows, from: number, to: number): Promise<Float32Array> {
  if ('read' in tensor) return tensor.read(from, to);
  const width = tensor.data.length / (tensor.shape[0] ?? 1);
  return tensor.data.subarray(from * width, to * width);
}

/** WebGPU would keep the values in the tab's memory until the tensor is first used: a whole model's, while it is read. */
function onDevice(tensor: tf.Tensor): tf.Tensor {
  const backend: unknown = tf.backend();
  if (tf.getBackend() === 'webgpu' && uploads(backend)) backend.uploadToGPU(tensor.dataId);
  return tensor;
}

function uploads(backend: unknown): backend is { uploadToGPU(id: object): void } {
  return typeof backend === 'object' && backend !== null && 'uploadToGPU' in backend;
}
