import { useSyncExternalStore } from 'react';

/** The same border as in Screen.module.css: from here on the panel stands beside the content. */
const wide = () => matchMedia('(min-width: 1024px)');

function subscribe(changed: () => void) {
  const query = wide();
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
}

/** True where the panel at the side does not cover the content. */
export function useWide(): boolean {
  return useSyncExternalStore(subscribe, () => wide().matches);
}
