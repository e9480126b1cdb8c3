// The page's side of the network frame: inserted when a person confirmed a host, removed when the work is done.

import { connectSources, type Hub, type OpenFrame } from '../../core/hub';
import { NETWORK_PAGE } from '../../network/page';

/**
 * Runs `work` with a port to a frame that reaches this hub's hosts and nothing else. Call it only after the person saw
 * and confirmed them.
 */
export async function throughFrame<R>(hub: Hub, work: (port: MessagePort) => Promise<R>): Promise<R> {
  const frame = document.createElement('iframe');
  // Without `allow-same-origin` its fetch is out of the studio's reach.
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.title = 'ToolTune network frame';
  frame.hidden = true;
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  frame.src = new URL(NETWORK_PAGE, document.baseURI).href;
  document.body.append(frame);
  try {
    await loaded;
    const { port1, port2 } = new MessageChannel();
    // A sandboxed page has no origin that could be named instead of `*`; the message holds no secret.
    frame.contentWindow?.postMessage({ kind: 'open', sources: connectSources(hub) } satisfies OpenFrame, '*', [port1]);
    return await work(port2);
  } finally {
    frame.remove();
  }
}
