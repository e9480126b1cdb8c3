/** The network frame's page, below the studio's address (scripts/vite/network-frame.mjs makes it). */
export const NETWORK_PAGE = 'network.html';
