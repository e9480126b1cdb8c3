// What the train worker's handlers need from outside, so that they run in tests as they do in the browser.

import type { Recipe } from '../../core/recipe';
import type { DeviceInfo } from '../../core/training';
import type { FileStore } from '../../storage/files';
import type { Remote } from '../rpc';
import type { RunCalls } from '../run-protocol';

export interface TrainContext {
  readonly data: Remote<RunCalls>;
  readonly files: FileStore;
  /** Opens a device and makes it the current one. */
  openDevice(choice: Recipe['train']['device']): Promise<DeviceInfo>;
  /** Returns whether the current device answers within this many milliseconds. If it does not, it is given up. */
  deviceAnswers(within: number): Promise<boolean>;
  /** Calls `work` every `milliseconds`. @returns a function that stops it */
  every(milliseconds: number, work: () => void): () => void;
  /** Resolves after `milliseconds`. */
  sleep(milliseconds: number): Promise<void>;
  /** Milliseconds since 1970. Unlike `now`, this clock always runs while the computer sleeps. */
  wallClock(): number;
  /** Milliseconds of a monotonic clock. */
  now(): number;
}
