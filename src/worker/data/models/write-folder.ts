import { filesLock } from '../../../storage/locks';
import type { DataContext } from '../project/context';

/** Runs work that fills a folder and stores an entry for it. Deletes the folder if that fails. No other tab sweeps it in the meantime. */
export function writeFolder<R>({ locks, files }: DataContext, folder: string, work: () => Promise<R>): Promise<R> {
  return locks.alone(filesLock(folder), async () => {
    try {
      return await work();
    } catch (error) {
      await files.delete(folder);
      throw error;
    }
  });
}
