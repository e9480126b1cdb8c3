// What the train worker's handlers work with.

import type { Recipe } from '../../core/recipe';
import type { DeviceInfo } from '../../core/training';
import type { FileStore } from '../../storage/files';
import type { Remote } from '../rpc';
import type { RunCalls } from '../run-protocol';

export interface TrainContext {
  readonly data: Remote<RunCalls>;
  readonly files: FileStore;
  /** Starts a device and makes it the current one. */
  openDevice(choice: Recipe['train']['device']): Promise<DeviceInfo>;
  /** Whether the current device gives a sign of life within so many milliseconds; if not, it is given up. */
  deviceAnswers(within: number): Promise<boolean>;
  /** Does `work` every so many milliseconds. @returns what ends it. */
  every(milliseconds: number, work: () => void): () => void;
  /** Resolves after so many milliseconds. */
  sleep(milliseconds: number): Promise<void>;
  /** Milliseconds since 1970: unlike `now`, it goes on while the computer sleeps. */
  wallClock(): number;
  /** Milliseconds, monotonic. */
  now(): number;
}
