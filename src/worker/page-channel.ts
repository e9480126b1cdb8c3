import type { Channel } from './rpc';

/** The worker's own global scope as a channel to the page. */
export const pageChannel: Channel = {
  postMessage: (message, transfer) => postMessage(message, transfer),
  addEventListener: (type, listener) => addEventListener(type, listener),
};
