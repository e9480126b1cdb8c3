import { tf } from '../tensorflow';

/** These give the same buffer another shape or name. */
const VIEWS = new Set(['Reshape', 'Identity', 'ExpandDims']);

/** What a function returns, and how many kernels it ran: on WebGPU dispatches to the device, elsewhere kernels of tfjs. */
export async function countKernels<Result>(work: () => Result): Promise<{ result: Result; kernels: number }> {
  return tf.getBackend() === 'webgpu' ? countDispatches(work) : countCalls(work);
}

/** A profile of a WebGPU kernel would read its results back. */
function countDispatches<Result>(work: () => Result): { result: Result; kernels: number } {
  const pass = GPUComputePassEncoder.prototype;
  const dispatch = pass.dispatchWorkgroups;
  let kernels = 0;
  pass.dispatchWorkgroups = function (...sizes) {
    kernels += 1;
    return dispatch.apply(this, sizes);
  };
  try {
    const result = work();
    return { result, kernels };
  } finally {
    pass.dispatchWorkgroups = dispatch;
  }
}

async function countCalls<Result>(work: () => Result): Promise<{ result: Result; kernels: number }> {
  const results: Result[] = [];
  const { kernels } = await tf.profile(() => {
    results.push(work());
    return [];
  });
  const [result] = results;
  if (result === undefined) throw new Error('the profile did not run');
  return { result, kernels: kernels.filter(({ name }) => !VIEWS.has(name)).length };
}
