// Deletes orphaned files: a tab that was killed while it added a model or an adapter, copied a run or deleted one of them
// leaves files that no database entry names.

import { isBuiltIn } from '../../core/built-in-models';
import { runFolder } from '../../storage/checkpoints';
import { filesLock } from '../../storage/locks';
import { adapterFolder } from './models/adapters';
import { modelFolder } from './models/folder-text';
import type { DataContext } from './project/context';

/** Returns the names of the folders directly below a folder. */
async function idsBelow({ files }: DataContext, folder: string): Promise<ReadonlySet<string>> {
  const stored = await files.list(folder);
  return new Set(stored.flatMap(({ path }) => path.split('/')[1] ?? []));
}

async function isNamed({ database }: DataContext, id: string): Promise<boolean> {
  if (isBuiltIn(id)) return true;
  const stores = ['models', 'downloads', 'adapters', 'runs'] as const;
  const keys = await Promise.all(stores.map((store) => database.getKey(store, id)));
  return keys.some((key) => key !== undefined);
}

/** Deletes the folders of models, adapters and runs that no database entry names, unless a tab is writing them. */
export async function sweepFiles(context: DataContext): Promise<void> {
  for (const [root, folderOf] of [
    ['models', modelFolder],
    ['adapters', adapterFolder],
    ['runs', runFolder],
  ] as const) {
    for (const id of await idsBelow(context, root)) {
      const sweep = async () => {
        if (!(await isNamed(context, id))) await context.files.delete(folderOf(id));
      };
      await context.locks.alone(filesLock(folderOf(id)), sweep, () => undefined);
    }
  }
}
