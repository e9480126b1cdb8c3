// tfjs's WebGPU backend keeps each freed buffer for the next tensor of exactly its size, for good, and frees a tensor
// only after the commands that use it were submitted, fifteen at a time. Here what is pending is submitted and free
// buffers are destroyed before the bytes on the device would exceed a bound. Live tensors may exceed it.

/** What is used of tfjs's WebGPU backend beyond its public face. Pinned at 4.22.0; memory.browser.ts covers each use. */
interface PoolBackend {
  readonly bufferManager: Pool;
  /** Commands that were not submitted yet; null when there are none. */
  readonly commandEncoder: object | null;
  endComputePassEncoder(): void;
  submitQueue(): void;
}

interface Pool {
  /** By size and usage. */
  readonly freeBuffers: Map<string, GPUBuffer[]>;
  numFreeBuffers: number;
  numBytesAllocated: number;
  readonly numBytesUsed: number;
  acquireBuffer(size: number, usage: number, mapped?: boolean, reuse?: boolean): GPUBuffer;
}

const BACKEND_MEMBERS = ['bufferManager', 'commandEncoder', 'endComputePassEncoder', 'submitQueue'];
const POOL_MEMBERS = ['freeBuffers', 'numFreeBuffers', 'numBytesAllocated', 'numBytesUsed', 'acquireBuffer'];

/** Most that free buffers take where nothing is planned: answers of growing length leave some of every size. */
const FREE_SHARE = 0.5;
const FREE_BYTES = 64e6;

let bound: number | null = null;

/**
 * From now on free buffers give way where WebGPU would hold more than so many bytes. Other backends keep none.
 * @param bytes null: no plan says; free ones take no more than half of what those in use do, and 64 MB
 */
export function capBuffers(bytes: number | null): void {
  bound = bytes;
}

function mostBytes(used: number): number {
  return bound ?? used * (1 + FREE_SHARE) + FREE_BYTES;
}

/** Has a new backend keep to the bound. @param held bytes on its device */
export function guardPool<Backend>(backend: Backend, held: () => number): Backend {
  if (!isPoolBackend(backend)) throw new Error('The WebGPU backend of TensorFlow.js 4.22.0 is expected.');
  const pool = backend.bufferManager;
  const acquire = pool.acquireBuffer.bind(pool);
  const isFree = (size: number, usage: number) => (pool.freeBuffers.get(`${size}_${usage}`)?.length ?? 0) > 0;
  pool.acquireBuffer = (size, usage, mapped, reuse = true) => {
    const needed = () => (reuse && isFree(size, usage) ? 0 : held() + size - mostBytes(pool.numBytesUsed + size));
    if (needed() > 0) submitPending(backend);
    if (needed() > 0) destroyFree(pool, needed());
    return acquire(size, usage, mapped, reuse);
  };
  return backend;
}

function submitPending(backend: PoolBackend): void {
  if (!backend.commandEncoder) return;
  backend.endComputePassEncoder();
  backend.submitQueue();
}

/** The largest first: they are the fewest to be made again. */
function destroyFree(pool: Pool, bytes: number): void {
  const free = [...pool.freeBuffers.values()].sort((a, b) => (b[0]?.size ?? 0) - (a[0]?.size ?? 0));
  let missing = bytes;
  for (const buffers of free) {
    while (missing > 0) {
      const buffer = buffers.pop();
      if (!buffer) break;
      buffer.destroy();
      pool.numFreeBuffers -= 1;
      pool.numBytesAllocated -= buffer.size;
      missing -= buffer.size;
    }
  }
}

function has(value: unknown, members: readonly string[]): value is object {
  return typeof value === 'object' && value !== null && members.every((member) => member in value);
}

function isPoolBackend(backend: unknown): backend is PoolBackend {
  return has(backend, BACKEND_MEMBERS) && 'bufferManager' in backend && has(backend.bufferManager, POOL_MEMBERS);
}
