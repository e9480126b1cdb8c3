// A tab that records how many bytes of checkpoints it reads at once.

import { openTab, type Tab } from './tab';

/** A file that records the size of each slice that is read. As a whole, it can only be read as a stream. */
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
  /** Size of each slice of a checkpoint that was read, in order; a test may empty the list. */
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
