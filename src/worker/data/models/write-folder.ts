import { filesLock } from '../../../storage/locks';
import type { DataContext } from '../project/context';

/** Runs work that fills a folder and lists it; what fails is deleted. No other tab sweeps the folder meanwhile. */
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
