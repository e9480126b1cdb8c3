import { tf } from '../tensorflow';
import { heapBackend } from './wasm-heap';

/**
 * tfjs's wasm kernel of `clone` copies, and the tape clones everything it saves: half of a step's activations would lie
 * on the heap twice. No kernel writes to its inputs, so a clone can share its tensor's bytes, as on other backends.
 * To be called once the wasm backend's module is loaded.
 */
export function shareIdentity(): void {
  tf.unregisterKernel('Identity', 'wasm');
  tf.registerKernel({
    kernelName: 'Identity',
    backendName: 'wasm',
    kernelFunc: ({ inputs, backend }) => {
      const { x } = inputs;
      if (!x) throw new Error('Identity: no input');
      heapBackend(backend).incRef(x.dataId);
      return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
    },
  });
}
