// Handlers that ask the browser itself: the room it has, and what its policy lets through.

import { probeConnection } from '../csp-probe';
import type { DataCalls, StorageView } from '../protocol';
import type { Handlers } from '../rpc';
import type { DataContext } from './project/context';

type BrowserCalls = Pick<DataCalls, 'storage' | 'persist' | 'probe'>;

const ASKED = 'persistenceAsked';

/** The browser's side of {@link StorageView}. */
export interface StorageEstimates {
  estimate(): Promise<{ usage?: number; quota?: number }>;
  persisted(): Promise<boolean>;
}

export function browserHandlers(context: DataContext, storage: StorageEstimates): Handlers<BrowserCalls> {
  const view = async (): Promise<StorageView> => {
    const [{ usage = 0, quota = 0 }, persisted, asked] = await Promise.all([
      storage.estimate(),
      storage.persisted(),
      context.database.get('settings', ASKED),
    ]);
    return { usage, quota, persisted: persisted || asked ? persisted : null };
  };
  return {
    storage: view,
    // Only a page can ask; it has done so when it calls this, and the answer is read here.
    persist: async () => {
      await context.database.put('settings', { name: ASKED, value: true });
      return view();
    },
    probe: ({ url }) => probeConnection(url),
  };
}
