// Keeps downloads from hubs on this disk for the next headless run. The page reads and writes them in blocks and verifies
// what it reads by hash (src/worker/data/hub/hub-cache.ts), so an incomplete or damaged file only costs a download.
import { constants } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { answerText, fileBelow, sendFile } from '../server.mjs';

/**
 * Answers `GET` with a file, writes the body of `PUT ?from=N` at byte N and truncates the rest, and deletes a file on
 * `DELETE`. Status 409 means that the file is shorter than N, so another run is writing it.
 * @param {string} folder @param {import('../server.mjs').Request} request @param {import('../server.mjs').Response} response
 * @param {string} name of the file, relative to the folder
 */
export async function answerFromCache(folder, request, response, name) {
  const file = fileBelow(folder, name);
  if (file === undefined) return answerText(response, 404, 'Not found');
  if (request.method === 'GET') return sendFile(request, response, file);
  if (request.method === 'DELETE') await rm(file, { force: true });
  else if (request.method === 'PUT') {
    const from = Number(new URL(request.url ?? '', 'http://localhost').searchParams.get('from'));
    await mkdir(dirname(file), { recursive: true });
    const handle = await open(file, constants.O_RDWR | constants.O_CREAT);
    try {
      if ((await handle.stat()).size < from) return answerText(response, 409, 'The file is shorter');
      await handle.truncate(from);
      let position = from;
      for await (const part of request) {
        await handle.write(part, 0, part.length, position);
        position += part.length;
      }
    } finally {
      await handle.close();
    }
  } else return answerText(response, 405, 'Method not allowed');
  response.writeHead(204).end();
}
