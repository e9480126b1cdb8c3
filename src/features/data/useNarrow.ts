import { useSyncExternalStore } from 'react';

const narrow = () => matchMedia('(max-width: 699px)');

function subscribe(changed: () => void) {
  const query = narrow();
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
}

/** True on screens as narrow as a phone; the same border as in the style sheets. */
export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => narrow().matches);
}
