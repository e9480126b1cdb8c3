// Allocations that fail, as the backends tell it. WebGPU throws nothing; see `countBuffers` and `assertDeviceAlive`.

import { AppError } from '../core/failure';

/** wasm: what emscripten aborts with; cpu: what engines say of a typed array they cannot make. */
const SAID = /out of memory|cannot enlarge memory|allocation failed|invalid (typed )?array (buffer )?length/i;

export function outOfMemory(message: string, cause?: unknown): AppError {
  return new AppError(
    {
      code: 'out-of-memory',
      reason: 'device_memory',
      message,
      remedy: 'Lower per_device_train_batch_size (and raise gradient_accumulation_steps by as much), or lower max_length.',
    },
    { cause },
  );
}

/** An error of a backend that could not allocate as `out-of-memory`; any other one as it is. */
export function explainMemory(error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error;
  const told = error instanceof RangeError || error instanceof WebAssembly.RuntimeError;
  return told && SAID.test(error.message) ? outOfMemory(`The device's memory is full (${error.message}).`, error) : error;
}
