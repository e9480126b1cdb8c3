// The page's beginning: the studio for a person, or one recipe for a program (`?headless=<path>`).

import './ui/base.css';

const root = document.getElementById('root');
const headless = new URLSearchParams(location.search).get('headless');

// As a file:// page the sentence of index.html stays: there are neither workers nor storage.
if (root && location.protocol !== 'file:') {
  if (headless === null) void import('./app/start').then(({ startStudioPage }) => startStudioPage(root));
  else void import('./app/headless').then(({ runHeadless }) => runHeadless(headless));
}
