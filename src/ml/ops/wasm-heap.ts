// What our kernels use of tfjs's wasm backend beyond its public face. Pinned at 4.22.0; ops.test.ts covers each use.

import { tf } from '../tensorflow';

export interface HeapBackend {
  readonly wasm: {
    /** Address of `size` bytes, 0 when the heap cannot grow; the sign bit is part of the address. */
    _malloc(size: number): number;
    _free(address: number): void;
    /** All of the heap; another array after it has grown. */
    readonly HEAPU8: Uint8Array;
    cwrap(name: string, result: null, types: readonly ('number' | 'array')[]): (...args: (number | boolean | Uint8Array)[]) => void;
    readonly tfjs: {
      /** Makes `size` elements at `offset` of the heap known to the C++ side as tensor `id`. */
      registerTensor(id: number, size: number, offset: number): void;
      /** Forgets the tensor and what was prepared for it; frees no memory. */
      disposeData(id: number): void;
    };
  };
  readonly dataIdMap: { get(id: object): { readonly memoryOffset: number } };
  dataIdNextNumber: number;
  /** One more tensor shares the bytes. */
  incRef(id: object): void;
  typedArrayFromHeap(tensor: tf.TensorInfo): Float32Array;
  makeOutput(shape: readonly number[], dtype: 'float32'): tf.TensorInfo;
}

const MEMBERS = ['wasm', 'dataIdMap', 'dataIdNextNumber', 'typedArrayFromHeap', 'makeOutput', 'incRef'];

/** The backend a kernel was called with. @throws Error when it is another one than the pinned wasm backend */
export function heapBackend(backend: unknown): HeapBackend {
  if (!isHeapBackend(backend)) throw new Error('This kernel needs the wasm backend of TensorFlow.js 4.22.0.');
  return backend;
}

/** Runs a kernel of ours that gives one tensor. No gradient: callers have their own. */
export function runHeapKernel(kernel: string, inputs: Record<string, tf.Tensor>, attributes?: tf.NamedAttrMap): tf.Tensor {
  const out = tf.engine().runKernel(kernel, inputs, attributes);
  if (!(out instanceof tf.Tensor)) throw new Error(`${kernel}: one tensor expected`);
  return out;
}

function isHeapBackend(backend: unknown): backend is HeapBackend {
  return typeof backend === 'object' && backend !== null && MEMBERS.every((member) => member in backend);
}
