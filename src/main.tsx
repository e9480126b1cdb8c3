// The page's beginning: the studio for a person, or one recipe for a program (`?headless=<path>`).

import { NETWORK_PAGE } from './network/page';
import './ui/base.css';

// Any other file of this address, framed, would be a page without a policy, free to fetch. Policies add up: this one
// leaves the network frame alone.
const policy = document.createElement('meta');
policy.httpEquiv = 'Content-Security-Policy';
policy.content = `frame-src ${new URL(NETWORK_PAGE, document.baseURI).href}`;
document.head.append(policy);

const root = document.getElementById('root');
const headless = new URLSearchParams(location.search).get('headless');

// As a file:// page the sentence of index.html stays: there are neither workers nor storage.
if (root && location.protocol !== 'file:') {
  if (headless === null) void import('./app/start').then(({ startStudioPage }) => startStudioPage(root));
  else void import('./app/headless').then(({ runHeadless }) => runHeadless(headless));
}
