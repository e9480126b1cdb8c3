/** Name of the network frame's page, relative to the studio's address. scripts/vite/network-frame.mjs builds it. */
export const NETWORK_PAGE = 'network.html';
