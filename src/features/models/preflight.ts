// What is known of a model before it is here: whether it fits the memory and the disk.

import type { HubModel } from '../../core/hub';
import { smallestPlan } from '../../core/memory';
import type { FoundModel } from '../../worker/protocol';

export interface Limits {
  /** Bytes that training may take. */
  readonly budget: number;
  /** Bytes that the browser gives more; null while it is not known. */
  readonly room: number | null;
  /** Of the device; undefined while it is not known. */
  readonly maxTensorBytes: number | undefined;
}

export interface Preflight {
  /** To be stored. */
  readonly bytes: number;
  /** That a step takes at least; null of an adapter alone: its base decides. */
  readonly memory: number | null;
  /** Files that the hub names a hash of; of the others the size alone can be checked. */
  readonly hashed: number;
  readonly fitsMemory: boolean;
  readonly fitsDisk: boolean;
}

export function bytesOf({ files }: HubModel): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

export function preflightOf(found: FoundModel, { budget, room, maxTensorBytes }: Limits): Preflight {
  const bytes = bytesOf(found.model);
  const memory = found.kind === 'model' ? smallestPlan(found.config, maxTensorBytes).total : null;
  const hashed = found.model.files.filter(({ sha256, gitBlob }) => sha256 !== null || gitBlob !== undefined).length;
  return { bytes, memory, hashed, fitsMemory: memory === null || memory <= budget, fitsDisk: room === null || bytes <= room };
}
