// Adds the studio's Content-Security-Policy to the built page. A <meta> policy works on any static host. Workers inherit
// it because they start from a blob (src/worker/start.ts); a worker loaded by URL would not.

const POLICY = {
  'default-src': ["'none'"],
  'script-src': ["'self'", "'wasm-unsafe-eval'"],
  'worker-src': ['blob:'],
  'connect-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'"],
  'manifest-src': ["'self'"],
  // For the network frame. src/main.tsx narrows it to that one page.
  'frame-src': ["'self'"],
  'form-action': ["'none'"],
  'base-uri': ["'none'"],
  'object-src': ["'none'"],
};

const policyText = Object.entries(POLICY)
  .map(([name, values]) => `${name} ${values.join(' ')}`)
  .join('; ');

/** @returns {import('vite').Plugin} */
export function contentSecurityPolicy() {
  return {
    name: 'tooltune:content-security-policy',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: () => [{ tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: policyText }, injectTo: 'head-prepend' }],
    },
  };
}
