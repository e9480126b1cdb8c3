// A worker's end of its channel to the page.

import type { Connection } from './protocol';
import type { Channel } from './rpc';

/** The worker's own global scope as a channel. */
export const pageChannel: Channel = {
  postMessage: (message, transfer) => postMessage(message, transfer),
  addEventListener: (type, listener) => addEventListener(type, listener),
};

function isConnection(data: unknown): data is Connection {
  if (typeof data !== 'object' || data === null || !('connect' in data) || !('base' in data)) return false;
  return data.connect instanceof MessagePort && typeof data.base === 'string';
}

/** Resolves with the page's {@link Connection}. */
export function receiveConnection(): Promise<Connection> {
  return new Promise((resolve) => {
    pageChannel.addEventListener('message', (event) => {
      const data: unknown = event.data;
      if (isConnection(data)) resolve(data);
    });
  });
}
