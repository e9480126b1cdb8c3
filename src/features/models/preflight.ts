// What is known of a model before it is here: whether it fits the memory and the disk.

import type { HubModel } from '../../core/hub';
import { smallestPlan } from '../../core/memory';
import type { DeviceInfo } from '../../core/training';
import type { FoundKind, StorageView } from '../../worker/protocol';

export interface Limits {
  /** Bytes that training may take. */
  readonly budget: number;
  /** null while they are not known: then they limit nothing. */
  readonly storage: StorageView | null;
  readonly device: DeviceInfo | null;
}

export interface Preflight {
  /** Bytes that a step takes at least; null of an adapter alone: its base decides. */
  readonly memory: number | null;
  /** Bytes that the browser gives more; null while it is not known. */
  readonly room: number | null;
  readonly fitsMemory: boolean;
  readonly fitsDisk: boolean;
}

export function bytesOf({ files }: HubModel): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Files that the hub names a hash of; of the others the size alone can be checked. */
export function hashedFiles({ files }: HubModel): number {
  return files.filter(({ sha256, gitBlob }) => sha256 !== null || gitBlob !== undefined).length;
}

/** @param bytes to be stored */
export function preflightOf(found: FoundKind, bytes: number, { budget, storage, device }: Limits): Preflight {
  const memory = found.kind === 'model' ? smallestPlan(found.config, device?.maxTensorBytes).total : null;
  const room = storage ? storage.quota - storage.usage : null;
  return { memory, room, fitsMemory: memory === null || memory <= budget, fitsDisk: room === null || bytes <= room };
}
