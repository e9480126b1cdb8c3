// Handlers that ask the browser itself: how much storage there is, and what the page's policy lets through.

import { probeConnection } from '../csp-probe';
import type { DataCalls, StorageView } from '../protocol';
import type { Handlers } from '../rpc';
import type { DataContext } from './project/context';

type BrowserCalls = Pick<DataCalls, 'storage' | 'persist' | 'probe'>;

/** Name of the setting that is true once the page has asked for persistent storage. */
const ASKED = 'persistenceAsked';

/** `navigator.storage`, as far as {@link StorageView} needs it. */
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
    // Only a page can ask for persistent storage. It has done so before this call, which reads the browser's answer.
    persist: async () => {
      await context.database.put('settings', { name: ASKED, value: true });
      return view();
    },
    probe: ({ url }) => probeConnection(url),
  };
}
