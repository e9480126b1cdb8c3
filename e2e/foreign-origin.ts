// A second local origin that allows everything and counts who reaches it.
import { createServer } from 'node:http';

export interface ForeignOrigin {
  /** By name and by number: two more origins than the page's own. */
  readonly addresses: readonly string[];
  readonly hits: readonly string[];
  close(): Promise<void>;
}

export async function startForeignOrigin(): Promise<ForeignOrigin> {
  const hits: string[] = [];
  const server = createServer((request, response) => {
    hits.push(`${request.method} ${request.url}`);
    response.writeHead(200, { 'Access-Control-Allow-Origin': '*', 'Content-Type': 'text/javascript' });
    response.end('export {};');
  });
  // A WebSocket's handshake counts as well.
  server.on('upgrade', (request, socket) => {
    hits.push(`upgrade ${request.url}`);
    socket.destroy();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    addresses: [`http://127.0.0.1:${port}`, `http://localhost:${port}`],
    hits,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
