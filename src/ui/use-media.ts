import { useCallback, useSyncExternalStore } from 'react';

/** Screens as narrow as a phone; the same border as in the style sheets. */
export const NARROW = '(max-width: 699px)';
/** From here on a panel stands beside the content instead of over it; the same border as in Screen.module.css. */
export const WIDE = '(min-width: 1024px)';

/** Whether a media query holds now. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (changed: () => void) => {
      const list = matchMedia(query);
      list.addEventListener('change', changed);
      return () => list.removeEventListener('change', changed);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}
