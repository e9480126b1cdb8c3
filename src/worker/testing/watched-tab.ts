// A tab that tells how much it reads at once of checkpoints.

import { openTab, type Tab } from './tab';

/** A file that notes the bytes of each part that is read by its place; as a whole it is read as a stream only. */
class WatchedFile extends Blob {
  readonly #reads: number[];

  constructor(content: Blob, reads: number[]) {
    super([content]);
    this.#reads = reads;
  }

  override slice(start = 0, end = this.size): Blob {
    this.#reads.push(end - start);
    return super.slice(start, end);
  }

  override arrayBuffer(): Promise<ArrayBuffer> {
    throw new Error('A checkpoint was read whole.');
  }
}

export interface WatchedTab {
  readonly tab: Tab;
  /** Bytes of each read of a checkpoint, in order; a test may empty it. */
  readonly reads: number[];
}

export async function openWatchedTab(): Promise<WatchedTab> {
  const reads: number[] = [];
  const tab = await openTab({
    files: (files) => ({
      ...files,
      async open(path) {
        const file = await files.open(path);
        return file && path.includes('/checkpoint-') ? new WatchedFile(file, reads) : file;
      },
    }),
  });
  return { tab, reads };
}
