// Many products of small matrices: attention. tfjs's wasm kernel takes its slow path (0.7 GMAC/s) for more than one
// matrix; here each pair is handed to its fast path as a view of the heap, without copies.

import { tf } from '../tensorflow';
import { type HeapBackend, heapBackend, runHeapKernel } from './wasm-heap';

const KERNEL = 'ToolTuneBatchedMatMul';
const FLOAT_BYTES = 4;
/** Ids of a, its shape and rank, the same of b, transpositions, id of the result: `BatchMatMul` of tfjs-backend-wasm. */
const SIGNATURE = ['number', 'array', 'number', 'number', 'array', 'number', 'number', 'number', 'number'] as const;

/** a [G, M, K] times b [G, K, N] → [G, M, N]; either may be given with its last two axes swapped. No gradient. */
export function batchedMatMul(a: tf.Tensor, b: tf.Tensor, transposeA = false, transposeB = false): tf.Tensor {
  if (tf.getBackend() !== 'wasm') return tf.matMul(a, b, transposeA, transposeB);
  return tf.tidy(() => {
    const inputs = { a: transposeA ? tf.transpose(a, [0, 2, 1]) : a, b: transposeB ? tf.transpose(b, [0, 2, 1]) : b };
    return runHeapKernel(KERNEL, inputs);
  });
}

type Product = ReturnType<HeapBackend['wasm']['cwrap']>;
let product: Product | null = null;

tf.registerKernel({
  kernelName: KERNEL,
  backendName: 'wasm',
  setupFunc: (backend) => {
    product = heapBackend(backend).wasm.cwrap('BatchMatMul', null, SIGNATURE);
  },
  disposeFunc: () => {
    product = null;
  },
  kernelFunc: ({ inputs, backend }) => {
    const { a, b } = inputs;
    const [count = 0, rows = 0, inner = 0] = a?.shape ?? [];
    const [others = 0, same = 0, columns = 0] = b?.shape ?? [];
    if (!a || !b || count !== others || inner !== same) throw new Error(`${KERNEL}: shapes [${a?.shape}] and [${b?.shape}]`);
    const heap = heapBackend(backend);
    product ??= heap.wasm.cwrap('BatchMatMul', null, SIGNATURE);
    const out = heap.makeOutput([count, rows, columns], 'float32');
    const [shapeA, shapeB] = [shapeBytes([1, rows, inner]), shapeBytes([1, inner, columns])];
    for (let index = 0; index < count; index++) {
      const idA = view(heap, a, index, rows * inner);
      const idB = view(heap, b, index, inner * columns);
      const idOut = view(heap, out, index, rows * columns);
      product(idA, shapeA, 3, idB, shapeB, 3, false, false, idOut);
      for (const id of [idA, idB, idOut]) heap.wasm.tfjs.disposeData(id);
    }
    return out;
  },
});

/** Registers matrix `index` of a stack as a tensor of its own; returns its id. */
function view(heap: HeapBackend, stack: tf.TensorInfo, index: number, size: number): number {
  const id = heap.dataIdNextNumber++;
  heap.wasm.tfjs.registerTensor(id, size, heap.dataIdMap.get(stack.dataId).memoryOffset + index * size * FLOAT_BYTES);
  return id;
}

function shapeBytes(shape: readonly number[]): Uint8Array {
  return new Uint8Array(Int32Array.from(shape).buffer);
}
