// While training runs: the screen's sleep must not stop it, and closing the tab asks first.

/** @returns what ends both. */
export function keepAwake(): () => void {
  let ended = false;
  let lock: WakeLockSentinel | null = null;
  const take = () => {
    if (ended || document.visibilityState !== 'visible') return;
    navigator.wakeLock?.request('screen').then(
      (taken) => {
        if (ended) void taken.release();
        else lock = taken;
      },
      // Refused on low battery, for one: training goes on without it.
      () => undefined,
    );
  };
  const guard = (event: BeforeUnloadEvent) => event.preventDefault();
  take();
  document.addEventListener('visibilitychange', take);
  window.addEventListener('beforeunload', guard);
  return () => {
    ended = true;
    void lock?.release();
    document.removeEventListener('visibilitychange', take);
    window.removeEventListener('beforeunload', guard);
  };
}
