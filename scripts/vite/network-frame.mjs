// Builds the network frame's page, network.html: one inline script, allowed by its hash, and its own policy. The script is
// inline and classic because a sandboxed page cannot load module scripts. This plugin builds the page so that the studio's
// policy is not added to it (both would apply), and the script is type-checked like any other source.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transformWithOxc } from 'vite';

/** The same as in src/network/page.ts. */
const NETWORK_PAGE = 'network.html';
const source = fileURLToPath(new URL('../../src/network/frame.ts', import.meta.url));

/** Any hub that a person may enter. The confirmed hosts narrow it before the first request (src/network/frame.ts). */
const CONNECT = 'https: http://localhost:* http://127.0.0.1:*';

/** @param {string} script text of the inline script */
function networkPage(script) {
  const hash = createHash('sha256').update(script).digest('base64');
  const policy = `default-src 'none'; script-src 'sha256-${hash}'; connect-src ${CONNECT}; form-action 'none'; base-uri 'none'`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><title>ToolTune network frame</title><script>${script}</script></head></html>\n`;
}

async function content() {
  const { code } = await transformWithOxc(await readFile(source, 'utf8'), source);
  // The imported types leave an empty export behind, which a classic script may not have.
  return networkPage(code.replace(/^\s*export \{\s*\};?\s*$/m, '').replace(/^\/\/# sourceMappingURL.*$/m, ''));
}

/** @returns {import('vite').Plugin} */
export function networkFrame() {
  return {
    name: 'tooltune:network-frame',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        if ((request.url ?? '').split('?')[0] !== `/${NETWORK_PAGE}`) return next();
        content().then((body) => response.setHeader('Content-Type', 'text/html; charset=utf-8').end(body), next);
      });
    },
    async generateBundle() {
      if (this.environment.config.consumer !== 'client' || this.environment.config.isWorker) return;
      this.emitFile({ type: 'asset', fileName: NETWORK_PAGE, source: await content() });
    },
  };
}
