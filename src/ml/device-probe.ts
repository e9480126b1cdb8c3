// Whether the GPU still computes, asked after the computer slept: a driver that hangs tells nobody of itself.

import { currentGpu } from './device';
import { tf } from './tensorflow';

const PATTERN = 0x5eed1e57;

/** Writes four bytes behind all that the device has to do, and reads them back. */
async function echoes(device: GPUDevice): Promise<boolean> {
  const buffer = device.createBuffer({ size: 4, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  try {
    device.queue.writeBuffer(buffer, 0, Uint32Array.of(PATTERN));
    await buffer.mapAsync(GPUMapMode.READ);
    return new Uint32Array(buffer.getMappedRange())[0] === PATTERN;
  } catch {
    return false;
  } finally {
    buffer.destroy();
  }
}

/**
 * Asks the current device for a sign of life. One that does not answer in time is given up, so that whoever waits for
 * it is told that it is lost. Only WebGPU has a device that can be lost.
 * @param within milliseconds
 */
export async function deviceAnswers(within: number): Promise<boolean> {
  if (tf.getBackend() !== 'webgpu') return true;
  const device = currentGpu();
  if (!device) return false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), within);
  });
  const alive = await Promise.race([echoes(device), late]);
  clearTimeout(timer);
  if (alive) return true;
  device.destroy();
  await device.lost;
  return false;
}
