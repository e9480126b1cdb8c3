// Chooses what computes, and starts it. On a real GPU: WebGPU on a device of our own, with every limit and feature the
// adapter has (tfjs's own device asks for few). Without one: wasm, ten times faster than WebGPU on a software adapter.

import { AppError } from '../core/failure';
import type { DeviceChoice } from '../core/recipe';
import type { Backend, DeviceInfo } from '../core/training';
import { allocations, countAllocations, countBuffers, largestBinding } from './allocations';
import { guardPool } from './buffer-pool';
import { outOfMemory } from './memory-failure';
import { shareIdentity } from './ops/shared-identity';
import { tf } from './tensorflow';
import { yieldToEventLoop } from './yield-to-event-loop';

export interface DeviceAssets {
  /** Folder of tfjs-backend-wasm's binaries: page address + `wasm/`, with the slash at the end. */
  readonly wasmPath: string;
  /** Accept a software adapter when `webgpu` is forced: tests only. */
  readonly allowSoftware?: boolean;
  /** Is given each new WebGPU device: tests take it away. */
  readonly onDevice?: (device: GPUDevice) => void;
}

const WANTED_FEATURES: readonly GPUFeatureName[] = ['shader-f16', 'subgroups', 'timestamp-query'];
const SHOWN_LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
] as const;

/** The device this thread's WebGPU backend runs on; it is created once. */
let gpu: { readonly adapter: GPUAdapter; readonly device: GPUDevice } | null = null;
/** Why the last device was lost; null while it lives. */
let lost: string | null = null;
/** What the device said when it had no room for a buffer; null while all buffers are whole. */
let full: string | null = null;
let wasmPathSet = false;

/**
 * Starts a backend and makes it TensorFlow's current one.
 * @throws AppError `no-webgpu` when `webgpu` is forced and there is no adapter or only a software one;
 *   `unsupported` when a backend does not start
 */
export async function openDevice(choice: DeviceChoice, assets: DeviceAssets): Promise<DeviceInfo> {
  if (choice === 'cpu') {
    await import('@tensorflow/tfjs-backend-cpu');
    return started('cpu', 'forced');
  }
  if (choice === 'wasm') return startWasm(assets, 'forced');
  const adapter = gpu?.adapter ?? (await requestAdapter());
  if (choice === 'webgpu') {
    if (!adapter) throw noWebGpu('webgpu_missing', 'This browser gives no WebGPU adapter.');
    if (isSoftware(adapter) && !assets.allowSoftware)
      throw noWebGpu('webgpu_software', 'The only WebGPU adapter is a software one, which is slower than wasm.');
    return startWebGpu(adapter, assets, 'forced');
  }
  if (!adapter) return startWasm(assets, 'no-webgpu');
  return isSoftware(adapter) ? startWasm(assets, 'software-adapter', adapter) : startWebGpu(adapter, assets, 'real-adapter');
}

/** Most bytes of a tensor that the current backend can compute with. */
export function largestTensorBytes(): number {
  return tf.getBackend() === 'webgpu' && gpu ? largestBinding(gpu.device) : Number.POSITIVE_INFINITY;
}

/**
 * To be called after each wait for results, where {@link readBack} does not: a lost or full device answers with zeros or garbage, never with an error.
 * @throws AppError `device-lost`, `out-of-memory`
 */
export function assertDeviceAlive(): void {
  if (tf.getBackend() !== 'webgpu') return;
  if (full !== null) {
    const message = `The GPU has no room for a buffer (${full}).`;
    // The invalid buffer may be in tfjs's pool: the next start takes a new device.
    gpu?.device.destroy();
    gpu = null;
    throw outOfMemory(message);
  }
  if (lost === null) return;
  throw new AppError({
    code: 'device-lost',
    reason: 'device_lost',
    message: `The GPU was reset or taken away (${lost}).`,
    remedy: 'Go on from the last checkpoint; if it happens again, close other programs that use the GPU or take a smaller batch.',
  });
}

/**
 * Waits for values to be read back; a driver that hangs never sends them, but the loss of its device ends the wait.
 * @throws AppError as {@link assertDeviceAlive}
 */
export async function readBack<T>(values: Promise<T>): Promise<T> {
  const loss = tf.getBackend() === 'webgpu' ? gpu?.device.lost : undefined;
  await Promise.race([values, loss ?? values]);
  assertDeviceAlive();
  return values;
}

/** The device that WebGPU computes on; null without one, or once it is lost. */
export function currentGpu(): GPUDevice | null {
  return gpu?.device ?? null;
}

/** Rounds in which the news of a loss may come after the error that it causes. */
const NEWS_ROUNDS = 20;

/** What was thrown, or `device-lost` where it was thrown because the device is gone. */
export async function explainDeviceLoss(error: unknown): Promise<unknown> {
  for (let round = 0; round < NEWS_ROUNDS && lost === null && tf.getBackend() === 'webgpu'; round++) await yieldToEventLoop();
  try {
    if (!(error instanceof AppError)) assertDeviceAlive();
    return error;
  } catch (loss) {
    return loss;
  }
}

async function requestAdapter(): Promise<GPUAdapter | null> {
  // Absent on plain http, in older browsers and in Node.
  if (!('gpu' in navigator) || !navigator.gpu) return null;
  return navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
}

function isSoftware(adapter: GPUAdapter): boolean {
  return adapter.info.isFallbackAdapter;
}

async function startWebGpu(adapter: GPUAdapter, assets: DeviceAssets, reason: DeviceInfo['reason']): Promise<DeviceInfo> {
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  if (!gpu) {
    const device = await adapter.requestDevice({
      requiredFeatures: WANTED_FEATURES.filter((feature) => adapter.features.has(feature)),
      requiredLimits: allLimits(adapter.limits),
    });
    gpu = { adapter, device };
    assets.onDevice?.(device);
    countBuffers(device, (message) => {
      full = message || 'no reason given';
    });
    // The backend's own module registers a factory with tfjs's device; ours takes its place.
    tf.removeBackend('webgpu');
    tf.registerBackend('webgpu', () => guardPool(new WebGPUBackend(device, adapter.info), () => allocations()?.bytes ?? 0), 3);
    lost = null;
    full = null;
    void device.lost.then(({ message }) => {
      if (gpu?.device !== device) return;
      gpu = null;
      lost = message || 'no reason given';
    });
  }
  return started('webgpu', reason, adapter);
}

async function startWasm(assets: DeviceAssets, reason: DeviceInfo['reason'], adapter?: GPUAdapter): Promise<DeviceInfo> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  // The threaded binary breaks in a minified build, and computes in one thread all the same (tfjs 4.22).
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  // Only before the first start. (tf.findBackend would start it, from the wrong place.)
  if (!wasmPathSet) {
    setWasmPaths(assets.wasmPath);
    shareIdentity();
  }
  wasmPathSet = true;
  return started('wasm', reason, adapter);
}

async function started(backend: Backend, reason: DeviceInfo['reason'], adapter?: GPUAdapter): Promise<DeviceInfo> {
  // setBackend answers false and leaves another backend in place; it does not throw.
  if (!(await tf.setBackend(backend))) {
    throw new AppError({
      code: 'unsupported',
      reason: 'backend_not_started',
      message: `The ${backend} backend of TensorFlow.js did not start.`,
      remedy: 'Choose another device.',
      values: { backend },
    });
  }
  countAllocations(tf.backend());
  const info = adapter?.info;
  return {
    backend,
    reason,
    vendor: info?.vendor ?? '',
    architecture: info?.architecture ?? '',
    description: info?.description ?? '',
    f16: backend === 'webgpu' && (gpu?.device.features.has('shader-f16') ?? false),
    fallbackAdapter: info?.isFallbackAdapter ?? false,
    limits: adapter ? Object.fromEntries(SHOWN_LIMITS.map((name) => [name, adapter.limits[name]])) : {},
    ...(Number.isFinite(largestTensorBytes()) ? { maxTensorBytes: largestTensorBytes() } : {}),
  };
}

/** Every limit of the adapter: the names are getters of its prototype. */
function allLimits(limits: GPUSupportedLimits): Record<string, number> {
  const names = Object.keys(Object.getOwnPropertyDescriptors(Object.getPrototypeOf(limits)));
  return Object.fromEntries(
    names.flatMap((name) => {
      const value: unknown = Reflect.get(limits, name);
      return typeof value === 'number' ? [[name, value]] : [];
    }),
  );
}

function noWebGpu(reason: 'webgpu_missing' | 'webgpu_software', message: string): AppError {
  return new AppError({
    code: 'no-webgpu',
    reason,
    message,
    remedy: 'Use `device: auto` (it takes wasm here), or a current Chrome or Edge on a computer with a GPU.',
  });
}
