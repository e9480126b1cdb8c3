// A page that is hidden may be frozen or thrown away without another word, and one that is closed has no time left: both
// are the moment to save.

/** Calls `onLeave` each time the page is hidden, frozen or about to be closed. @returns what ends it. */
export function watchLeaving(onLeave: () => void): () => void {
  const hidden = () => {
    if (document.visibilityState === 'hidden') onLeave();
  };
  document.addEventListener('visibilitychange', hidden);
  document.addEventListener('freeze', onLeave);
  window.addEventListener('pagehide', onLeave);
  return () => {
    document.removeEventListener('visibilitychange', hidden);
    document.removeEventListener('freeze', onLeave);
    window.removeEventListener('pagehide', onLeave);
  };
}
