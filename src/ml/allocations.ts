// What the backend holds, counted where it is allocated: tf.memory() counts a reshaped tensor twice and knows neither
// kernels' temporaries nor WebGPU's pool. On wasm the counter also turns a refused allocation into an error: tfjs
// would write at address 0.

import { outOfMemory } from './memory-failure';
import { type HeapBackend, heapBackend } from './ops/wasm-heap';
import { tf } from './tensorflow';

export interface Allocations {
  /** Bytes held now. */
  readonly bytes: number;
  /** Most bytes held since the last `resetPeak`. */
  readonly peak: number;
}

interface Counter {
  bytes: number;
  peak: number;
}

/** wasm addresses 4 GiB; the rest is for XNNPACK's packed copies, whose failures it only prints. */
const WASM_HEAP_BYTES = 3.75 * 1024 ** 3;

const counters = new Map<string, Counter>();

/** Bytes of the current backend; null when its allocations are not counted. */
export function allocations(): Allocations | null {
  const counter = counters.get(tf.getBackend());
  return counter ? { ...counter } : null;
}

export function resetPeak(): void {
  const counter = counters.get(tf.getBackend());
  if (counter) counter.peak = counter.bytes;
}

/** Counts the current backend's allocations from now on; WebGPU's are counted by its device. Once per backend. */
export function countAllocations(backend: unknown): void {
  const name = tf.getBackend();
  if (counters.has(name)) return;
  if (name === 'wasm') countHeap(heapBackend(backend), newCounter(name));
  else if (name === 'cpu' && hasStorage(backend)) countStorage(backend.data, newCounter(name));
}

/** Most bytes of a buffer that the device can compute with. */
export function largestBinding({ limits }: GPUDevice): number {
  return Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize);
}

/**
 * Counts the buffers of a device from now on. One that is too large for it throws `out-of-memory`.
 * @param onFull called when a buffer found no room: WebGPU then hands out an invalid one and everything computed from
 *   it is garbage, without an exception
 */
export function countBuffers(device: GPUDevice, onFull: (message: string) => void): void {
  const counter = newCounter('webgpu');
  const create = device.createBuffer.bind(device);
  const most = largestBinding(device);
  device.createBuffer = (descriptor) => {
    // It would be invalid too.
    if (descriptor.size > most) throw outOfMemory(`A tensor takes ${descriptor.size} bytes, the GPU computes with ${most} at once.`);
    device.pushErrorScope('out-of-memory');
    const buffer = create(descriptor);
    void device.popErrorScope().then(
      (error) => error && onFull(error.message),
      // Lost in between, which `device.lost` tells.
      () => undefined,
    );
    const destroy = buffer.destroy.bind(buffer);
    let held = descriptor.size;
    add(counter, held);
    buffer.destroy = () => {
      counter.bytes -= held;
      held = 0;
      return destroy();
    };
    return buffer;
  };
}

function countHeap({ wasm }: HeapBackend, counter: Counter): void {
  // The first calls put the real functions in place of ones that look them up.
  wasm._free(wasm._malloc(8));
  const { _malloc: malloc, _free: free } = wasm;
  const sizes = new Map<number, number>();
  wasm._malloc = (size) => {
    const address = counter.bytes + size > WASM_HEAP_BYTES ? 0 : malloc(size) >>> 0;
    if (address === 0) throw outOfMemory(`WebAssembly's memory is full: ${size} bytes more than the ${counter.bytes} in use.`);
    sizes.set(address, size);
    add(counter, size);
    return address;
  };
  wasm._free = (address) => {
    counter.bytes -= sizes.get(address >>> 0) ?? 0;
    sizes.delete(address >>> 0);
    free(address);
  };
}

interface Storage {
  set(id: object, value: { readonly values?: unknown }): void;
  get(id: object): { readonly values?: unknown } | undefined;
  has(id: object): boolean;
  delete(id: object): boolean;
}

function countStorage(storage: Storage, counter: Counter): void {
  const [set, remove] = [storage.set.bind(storage), storage.delete.bind(storage)];
  storage.set = (id, value) => {
    add(counter, bytesOf(value));
    set(id, value);
  };
  storage.delete = (id) => {
    counter.bytes -= storage.has(id) ? bytesOf(storage.get(id)) : 0;
    return remove(id);
  };
}

function bytesOf(value: { readonly values?: unknown } | undefined): number {
  return ArrayBuffer.isView(value?.values) ? value.values.byteLength : 0;
}

function hasStorage(backend: unknown): backend is { readonly data: Storage } {
  return typeof backend === 'object' && backend !== null && 'data' in backend;
}

function newCounter(name: string): Counter {
  const counter = { bytes: 0, peak: 0 };
  counters.set(name, counter);
  return counter;
}

function add(counter: Counter, bytes: number): void {
  counter.bytes += bytes;
  counter.peak = Math.max(counter.peak, counter.bytes);
}
