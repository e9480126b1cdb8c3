// A small static server for one folder, with correct types, 404 for missing files, and nothing outside the folder.
// `npm start`, headless runs and the end-to-end tests use it; any other static host can serve the build too.
//   node scripts/server.mjs FOLDER PORT [BASE]
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';

/** @typedef {import('node:http').IncomingMessage} Request */
/** @typedef {import('node:http').ServerResponse} Response */
/** @typedef {(request: Request, response: Response, path: string) => Promise<boolean>} Route answers the request, or returns false */

const TYPES = new Map(
  Object.entries({
    '.html': 'text/html; charset=utf-8',
    '.js': 'text/javascript; charset=utf-8',
    '.mjs': 'text/javascript; charset=utf-8',
    '.css': 'text/css; charset=utf-8',
    '.json': 'application/json',
    '.jsonl': 'application/x-ndjson; charset=utf-8',
    '.yaml': 'application/yaml; charset=utf-8',
    '.txt': 'text/plain; charset=utf-8',
    '.md': 'text/markdown; charset=utf-8',
    '.svg': 'image/svg+xml',
    '.png': 'image/png',
    '.ico': 'image/x-icon',
    '.wasm': 'application/wasm',
    '.webmanifest': 'application/manifest+json',
  }),
);

const LOCAL_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Returns the path of a file below `root`; undefined when it would be outside.
 * @param {string} root @param {string} path decoded, without leading slash
 */
export function fileBelow(root, path) {
  const segments = path.split('/').filter((segment) => segment !== '' && segment !== '.');
  if (segments.some((segment) => segment === '..' || /[\\\0]/.test(segment) || /^[a-z]:/i.test(segment))) return undefined;
  const folder = resolve(root);
  const file = join(folder, ...segments);
  return file === folder || file.startsWith(folder.endsWith(sep) ? folder : folder + sep) ? file : undefined;
}

/** @param {Response} response @param {number} status @param {string} text */
export function answerText(response, status, text) {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' });
  response.end(`${text}\n`);
}

/** Sends a file, or 404. @param {Request} request @param {Response} response @param {string | undefined} file */
export async function sendFile(request, response, file) {
  const found = file === undefined ? null : await stat(file).catch(() => null);
  if (file === undefined || !found?.isFile()) return answerText(response, 404, 'Not found');
  response.writeHead(200, {
    'Content-Type': TYPES.get(extname(file).toLowerCase()) ?? 'application/octet-stream',
    'Content-Length': found.size,
    'Cache-Control': 'no-cache',
    'X-Content-Type-Options': 'nosniff',
  });
  if (request.method === 'HEAD') return void response.end();
  // A client that disconnects early (a cancelled fetch, a closed tab) is not an error of the server.
  await pipeline(createReadStream(file), response).catch(() => response.destroy());
}

/** @param {Request} request @param {Response} response @param {{ root: string, base: string, route: Route | undefined }} site */
async function answer(request, response, { root, base, route }) {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  // Another host name that resolves to this address (DNS rebinding) must not read what is served here.
  if (!LOCAL_NAMES.has(host)) return answerText(response, 421, 'This server answers on localhost only');
  const raw = (request.url ?? '/').split(/[?#]/, 1)[0] ?? '/';
  let path = '';
  try {
    path = decodeURIComponent(raw);
  } catch {
    return answerText(response, 400, 'Bad path');
  }
  if (route && (await route(request, response, path))) return;
  if (request.method !== 'GET' && request.method !== 'HEAD') return answerText(response, 405, 'Method not allowed');
  if (`${path}/` === base) return void response.writeHead(301, { Location: base }).end();
  if (!path.startsWith(base)) return answerText(response, 404, 'Not found');
  const below = path.slice(base.length);
  await sendFile(request, response, fileBelow(root, below === '' || below.endsWith('/') ? `${below}index.html` : below));
}

/**
 * Serves `root` under `base` on localhost, on IPv4 and, if available, IPv6. Port 0 selects a free port. Rejects with code
 * EADDRINUSE when the port is in use on either.
 * @param {{ root: string, port?: number, base?: string, route?: Route }} options
 * @returns {Promise<{ origin: string, port: number, close: () => Promise<void> }>}
 */
export async function startServer({ root, port = 0, base = '/', route }) {
  const site = { root, base, route };
  const open = (/** @type {string} */ host, /** @type {number} */ wanted) =>
    new Promise((/** @type {(server: import('node:http').Server) => void} */ done, fail) => {
      const server = createServer((request, response) => {
        answer(request, response, site).catch((error) => {
          if (response.headersSent) response.destroy();
          else answerText(response, 500, String(error));
        });
      });
      // Exports of several gigabytes may take longer than the default limit.
      server.requestTimeout = 0;
      server.once('error', fail);
      server.listen(wanted, host, () => done(server));
    });
  const first = await open('127.0.0.1', port);
  const address = first.address();
  const boundPort = typeof address === 'object' && address ? address.port : port;
  const servers = [first];
  try {
    servers.push(await open('::1', boundPort));
  } catch (error) {
    const inUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (inUse && port !== 0) {
      first.close();
      throw error;
    }
  }
  return {
    origin: `http://localhost:${boundPort}`,
    port: boundPort,
    close: async () => {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((done) => server.close(done));
      }
    },
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [root = 'dist', port = '4317', base = '/'] = process.argv.slice(2);
  const { origin } = await startServer({ root, port: Number(port), base });
  console.log(`${origin}${base}`);
}
