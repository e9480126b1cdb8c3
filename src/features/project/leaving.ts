// A page that is hidden may be frozen or thrown away without another word, and one that is closed has no time left: both
// are the moment to save.

/**
 * Calls `onChange` with true each time the page is hidden, frozen or about to be closed, and at once where it is hidden
 * already; with false when it is seen again.
 * @returns what ends it
 */
export function watchLeaving(onChange: (hidden: boolean) => void): () => void {
  const visibility = () => onChange(document.visibilityState === 'hidden');
  const leave = () => onChange(true);
  document.addEventListener('visibilitychange', visibility);
  document.addEventListener('freeze', leave);
  window.addEventListener('pagehide', leave);
  if (document.visibilityState === 'hidden') leave();
  return () => {
    document.removeEventListener('visibilitychange', visibility);
    document.removeEventListener('freeze', leave);
    window.removeEventListener('pagehide', leave);
  };
}
