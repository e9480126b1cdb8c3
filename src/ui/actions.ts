// The action registry: a component offers actions while it is mounted; palette, keyboard and key map read them all.

import { useEffect, useLayoutEffect, useRef } from 'react';

export interface Action {
  /** Unique, e.g. `data.next`. Keys of known actions: keymap.ts. */
  readonly id: string;
  readonly label: string;
  /** Group heading in the palette. */
  readonly section: string;
  readonly run: () => void;
  readonly disabled?: boolean;
  /** Only by key, not listed in the palette. */
  readonly hidden?: boolean;
}

interface Holder {
  current: readonly Action[];
}

const holders = new Set<Holder>();

/** All actions offered now; of two with one id, the one mounted last. */
export function offeredActions(): readonly Action[] {
  const byId = new Map<string, Action>();
  for (const holder of holders) for (const action of holder.current) byId.set(action.id, action);
  return [...byId.values()];
}

/** Offers actions while the calling component is mounted. The list may be new at every render. */
export function useActions(actions: readonly Action[]): void {
  const holder = useRef<readonly Action[]>(actions);
  useLayoutEffect(() => {
    holder.current = actions;
  });
  useEffect(() => {
    holders.add(holder);
    return () => {
      holders.delete(holder);
    };
  }, []);
}
