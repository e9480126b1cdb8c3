// A stretch of a flat tensor. tfjs's wasm kernel for a slice copies all of the tensor out of its heap first: an update
// group as often as it has tensors, an embedding as often as a checkpoint takes pieces of it. Here the stretch alone is
// copied, on the heap.

import { tf } from '../tensorflow';
import { heapBackend, runHeapKernel } from './wasm-heap';

const KERNEL = 'ToolTuneFlatPart';

tf.registerKernel({
  kernelName: KERNEL,
  backendName: 'wasm',
  kernelFunc: ({ inputs, attrs, backend }) => {
    const flat = inputs['x'];
    const { from, size } = attrs ?? {};
    if (!flat || typeof from !== 'number' || typeof size !== 'number') throw new Error(`${KERNEL}: wrong inputs`);
    const [count = 0] = flat.shape;
    if (from < 0 || from + size > count) throw new RangeError(`${KERNEL}: ${size} from ${from} of ${count}`);
    const heap = heapBackend(backend);
    const out = heap.makeOutput([size], 'float32');
    // Both views after the allocation: it may have moved the heap.
    heap.typedArrayFromHeap(out).set(heap.typedArrayFromHeap(flat).subarray(from, from + size));
    return out;
  },
});

/** `size` floats of x [N] from `from` on → [size]. No gradient: callers have their own. */
export function flatPart(x: tf.Tensor, from: number, size: number): tf.Tensor {
  if (tf.getBackend() !== 'wasm') return tf.slice(x, [from], [size]);
  return runHeapKernel(KERNEL, { x }, { from, size });
}
