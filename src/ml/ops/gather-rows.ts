// Rows of a matrix by index. tfjs's wasm kernel for it works element by element (7 ms for 2048 rows of 64); rows are
// contiguous, so a copy per row on the wasm heap is a hundred times faster. Other backends take tf.gather.

import { tf } from '../tensorflow';
import { heapBackend, runHeapKernel } from './wasm-heap';

const KERNEL = 'ToolTuneGatherRows';

tf.registerKernel({
  kernelName: KERNEL,
  backendName: 'wasm',
  kernelFunc: ({ inputs, attrs, backend }) => {
    const matrix = inputs['x'];
    const ids = attrs?.['ids'];
    if (!matrix || !(ids instanceof Int32Array)) throw new Error(`${KERNEL}: wrong inputs`);
    const [rows = 0, width = 0] = matrix.shape;
    const heap = heapBackend(backend);
    const out = heap.makeOutput([ids.length, width], 'float32');
    // Both views after the allocation: it may have moved the heap.
    const from = heap.typedArrayFromHeap(matrix);
    const to = heap.typedArrayFromHeap(out);
    ids.forEach((id, index) => {
      if (id < 0 || id >= rows) throw new RangeError(`${KERNEL}: row ${id} of ${rows}`);
      to.set(from.subarray(id * width, (id + 1) * width), index * width);
    });
    return out;
  },
});

/** Rows `ids` of x [N, C] → [ids.length, C]. No gradient: callers have their own. */
export function gatherRows(x: tf.Tensor, ids: Int32Array): tf.Tensor {
  if (tf.getBackend() !== 'wasm') return tf.gather(x, tf.tensor1d(ids, 'int32'));
  return runHeapKernel(KERNEL, { x }, { ids });
}
