// Starts a module worker from a blob that imports the module dynamically. A worker loaded by URL would be outside the
// page's <meta> policy; one from a blob inherits it. Messages that arrive before the module has loaded are kept and
// replayed. Nothing can be resolved against a blob's own address, which breaks libraries that try (@cfworker/json-schema
// does so while it loads). `location` is therefore set to the module's address, as in a worker loaded by URL.

const BOOTSTRAP = (url: string) => `
Object.defineProperty(self, 'location', { value: new URL(${JSON.stringify(url)}) });
const early = [];
const keep = (event) => { event.stopImmediatePropagation(); early.push(event); };
addEventListener('message', keep);
import(${JSON.stringify(url)}).then(() => {
  removeEventListener('message', keep);
  for (const event of early) dispatchEvent(new MessageEvent('message', { data: event.data, ports: [...event.ports] }));
}, (error) => { removeEventListener('message', keep); reportError(error); });
`;

/** @param url address of the worker's module, from `?worker&url`; may be relative to the page */
export function startWorker(url: string, base: string, name: string): Worker {
  const absolute = new URL(url, base).href;
  const blob = URL.createObjectURL(new Blob([BOOTSTRAP(absolute)], { type: 'text/javascript' }));
  const worker = new Worker(blob, { type: 'module', name });
  URL.revokeObjectURL(blob);
  return worker;
}
