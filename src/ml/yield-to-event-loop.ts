/**
 * Resolves in a later task of the event loop, so that messages (pause, cancel) are taken between two pieces of work.
 * A message channel: timers are clamped to 4 ms, and to a second in hidden tabs.
 */
export function yieldToEventLoop(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
