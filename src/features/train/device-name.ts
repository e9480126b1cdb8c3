import type { DeviceInfo } from '../../core/training';
import type { Dictionary } from '../../i18n';
import { deviceLine } from '../settings';

/** What computes, short: off WebGPU the graphics adapter does not matter. */
export function deviceName(device: DeviceInfo, t: Dictionary): string {
  return device.backend === 'webgpu' ? deviceLine(device, t) : t.train.device[device.backend];
}
