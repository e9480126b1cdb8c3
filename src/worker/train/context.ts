// What the train worker's handlers work with.

import type { Recipe } from '../../core/recipe/recipe';
import type { DeviceInfo } from '../../core/training';
import type { FileStore } from '../../storage/files';
import type { Remote } from '../rpc';
import type { RunCalls } from '../run-protocol';

export interface TrainContext {
  readonly data: Remote<RunCalls>;
  readonly files: FileStore;
  /** Starts a device and makes it the current one. */
  openDevice(choice: Recipe['train']['device']): Promise<DeviceInfo>;
  /** Resolves after so many milliseconds. */
  sleep(milliseconds: number): Promise<void>;
  /** Milliseconds since 1970: unlike `now`, it goes on while the computer sleeps. */
  wallClock(): number;
  /** Milliseconds, monotonic. */
  now(): number;
}
