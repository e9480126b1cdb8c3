import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileBelow, startServer } from './server.mjs';

let folder = '';
let server: Awaited<ReturnType<typeof startServer>>;

/** Sends a raw request, since fetch would normalise the path. */
function get(path: string, options: { method?: string; host?: string } = {}) {
  return new Promise<{ status: number; type: string; nosniff: string; body: string }>((done, fail) => {
    const headers = options.host ? { host: options.host } : {};
    request({ port: server.port, host: '127.0.0.1', path, method: options.method ?? 'GET', headers }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        body += part;
      });
      response.on('end', () =>
        done({
          status: response.statusCode ?? 0,
          type: String(response.headers['content-type'] ?? ''),
          nosniff: String(response.headers['x-content-type-options'] ?? ''),
          body,
        }),
      );
    })
      .on('error', fail)
      .end();
  });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tooltune-server-'));
  mkdirSync(join(folder, 'site', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  writeFileSync(join(folder, 'site', 'index.html'), '<!doctype html>');
  writeFileSync(join(folder, 'site', 'assets', 'a b.js'), 'export {};');
  writeFileSync(join(folder, 'site', 'assets', 'x.wasm'), '');
  server = await startServer({ root: join(folder, 'site'), base: '/some/sub/' });
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the static server', () => {
  it('serves files below its base path with their types', async () => {
    expect(await get('/some/sub/')).toMatchObject({ status: 200, type: 'text/html; charset=utf-8', nosniff: 'nosniff' });
    expect(await get('/some/sub/assets/a%20b.js')).toMatchObject({
      status: 200,
      type: 'text/javascript; charset=utf-8',
      body: 'export {};',
    });
    expect(await get('/some/sub/assets/x.wasm')).toMatchObject({ status: 200, type: 'application/wasm' });
    expect(await get('/some/sub')).toMatchObject({ status: 301 });
  });
  it('answers 404 for missing files and for folders', async () => {
    for (const path of ['/', '/some/', '/some/sub/nothing.json', '/some/sub/assets', '/some/sub/assets/']) {
      expect((await get(path)).status).toBe(404);
    }
  });
  it('serves nothing outside its folder', async () => {
    const paths = ['../secret.txt', '%2e%2e/secret.txt', '..%2fsecret.txt', 'assets/../../secret.txt', '..%5csecret.txt', '%00', 'c:/x'];
    for (const path of paths) expect((await get(`/some/sub/${path}`)).status).toBe(404);
    expect((await get('/some/sub/%ff')).status).toBe(400);
  });
  it('rejects other methods and other host names', async () => {
    expect((await get('/some/sub/', { method: 'PUT' })).status).toBe(405);
    expect((await get('/some/sub/', { host: 'example.org' })).status).toBe(421);
    expect((await get('/some/sub/', { host: `localhost:${server.port}` })).status).toBe(200);
  });
  it('reports that a port is in use', async () => {
    await expect(startServer({ root: folder, port: server.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

it('fileBelow resolves paths below the root only', () => {
  expect(fileBelow('/a', 'b//./c')).toBe('/a/b/c');
  expect(fileBelow('/', 'b')).toBe('/b');
  expect(fileBelow('/a', 'b/../../c')).toBeUndefined();
});
