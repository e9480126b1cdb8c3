// The site that the headless page can reach: the build, the recipe with its folder (read-only), the cached files of hubs,
// and addresses that receive events and results. All but the build is below one random path.
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { distFolder } from '../build.mjs';
import { answerText, fileBelow, sendFile, startServer } from '../server.mjs';
import { answerFromCache } from './hub-cache.mjs';

/** An event that the page reports; its shapes are in src/app/headless-channel.ts. @typedef {Record<string, unknown> & { event: string }} HeadlessEvent */

/** @param {import('node:http').IncomingMessage} request */
async function textOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

/**
 * @param {{ configPath: string, recipeText: string, network: { hub: string, allowHosts: readonly string[] }, outFolder: string, cacheFolder: string, onEvent: (event: HeadlessEvent) => void }} options
 * @returns {Promise<{ address: string, close: () => Promise<void> }>} opening the address starts the run
 */
export async function startLocalSite({ configPath, recipeText, network, outFolder, cacheFolder, onEvent }) {
  const secret = `/${randomBytes(16).toString('hex')}/`;
  const folder = dirname(configPath);
  await mkdir(outFolder, { recursive: true });

  /** @type {import('../server.mjs').Route} */
  const route = async (request, response, path) => {
    if (!path.startsWith(secret)) return false;
    const below = path.slice(secret.length);
    const [kind = '', ...rest] = below.split('/');
    const name = rest.join('/');
    if (request.method === 'GET' && kind === 'recipe') answerText(response, 200, recipeText);
    else if (request.method === 'GET' && kind === 'name') answerText(response, 200, basename(configPath));
    else if (request.method === 'GET' && kind === 'network') answerText(response, 200, JSON.stringify(network));
    else if (request.method === 'GET' && kind === 'files') await sendFile(request, response, fileBelow(folder, name));
    else if (request.method === 'GET' && kind === 'list') {
      const listed = fileBelow(folder, name);
      const names = listed ? await readdir(listed).catch(() => null) : null;
      if (names) response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(names));
      else answerText(response, 404, 'Not found');
    } else if (request.method === 'POST' && kind === 'events') {
      onEvent(JSON.parse(await textOf(request)));
      response.writeHead(204).end();
    } else if (request.method === 'PUT' && kind === 'out' && /^[\w.()\- \u0080-\uffff]+$/.test(name) && !name.startsWith('.')) {
      // Written under another name first, so that a file with the final name is complete.
      const unfinished = join(outFolder, `.${name}.part`);
      await pipeline(request, createWriteStream(unfinished));
      await rename(unfinished, join(outFolder, name));
      response.writeHead(204).end();
    } else if (kind === 'cache') await answerFromCache(cacheFolder, request, response, name);
    else answerText(response, 404, 'Not found');
    return true;
  };

  const server = await startServer({ root: distFolder, route });
  return { address: `${server.origin}/?headless=${secret}`, close: server.close };
}
