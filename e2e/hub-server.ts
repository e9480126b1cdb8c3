// A hub on this machine that behaves like Hugging Face's or ModelScope's: a listing with sizes and SHA-256, small files at its own
// address, weights behind a redirect to another one, ranges; and what goes wrong on the way, when a test asks for it.
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

export const MODEL = 'owner/tiny-qwen3';
export const COMMIT = '4c0ffee04c0ffee04c0ffee04c0ffee04c0ffee0';

export interface Faults {
  /** The connection ends after so many bytes, so many times. */
  breaks: { file: string; after: number; times: number } | null;
  /** The answer stops after so many bytes, and never goes on. */
  stalls: { file: string; after: number } | null;
  /** What the listing says instead of the truth. */
  listed: { file: string; size?: number; sha256?: string | null } | null;
  /** Weights are sent on to a host that nobody confirmed. */
  strayRedirect: boolean;
}

export interface HubServer {
  readonly address: string;
  /** Where weights are sent on to. */
  readonly files: string;
  /** `GET /path` or `GET /path bytes=…`, of all three servers. */
  readonly hits: readonly string[];
  /** Requests that arrived where no one should. */
  readonly stray: readonly string[];
  readonly faults: Faults;
  close(): Promise<void>;
}

const CORS = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': 'Range' };

async function listen(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<{ server: Server; origin: string }> {
  const server = createServer((request, response) => {
    if (request.method === 'OPTIONS') return void response.writeHead(204, CORS).end();
    answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  return { server, origin: `http://localhost:${typeof address === 'object' && address ? address.port : 0}` };
}

/** What is said of each file. */
function listedFiles(content: ReadonlyMap<string, Buffer>, { listed }: Faults) {
  return [...content].map(([path, bytes]) => {
    const said = listed?.file === path ? listed : null;
    const sha256 = said?.sha256 === undefined ? createHash('sha256').update(bytes).digest('hex') : said.sha256;
    return { path, bytes, size: said?.size ?? bytes.length, sha256 };
  });
}

interface Layout {
  readonly listing: string;
  /** Before the path of a file. */
  readonly files: string;
  listingOf(files: ReturnType<typeof listedFiles>): object;
}

const layouts: Readonly<Record<'huggingface' | 'modelscope', Layout>> = {
  huggingface: {
    listing: `/api/models/${MODEL}/revision/main?blobs=true`,
    files: `/${MODEL}/resolve/${COMMIT}/`,
    listingOf: (files) => ({
      id: MODEL,
      sha: COMMIT,
      siblings: files.map(({ path: rfilename, bytes, size, sha256 }) => {
        const blobId = createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
        return { rfilename, size, ...(rfilename.endsWith('.safetensors') ? { lfs: { sha256 } } : { blobId }) };
      }),
    }),
  },
  // As modelscope's hub/api.py reads it: folders are listed too, a file without a hash has an empty one, and nothing
  // says which commit the branch stands for.
  modelscope: {
    listing: `/api/v1/models/${MODEL}/repo/files?Revision=master&Recursive=true`,
    files: `/models/${MODEL}/resolve/master/`,
    listingOf: (files) => ({
      Code: 200,
      Success: true,
      Data: {
        Files: [
          { Name: 'assets', Path: 'assets', Type: 'tree', Size: 0, Sha256: '' },
          ...files.map(({ path, size, sha256 }) => ({ Name: path, Path: path, Type: 'blob', Size: size, Sha256: sha256 ?? '' })),
        ],
      },
    }),
  },
};

/** Sends a file, or the range that was asked for, with the fault that is due. */
function sendBytes(request: IncomingMessage, response: ServerResponse, file: string, bytes: Buffer, faults: Faults): void {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (from > bytes.length) return void response.writeHead(416, CORS).end();
  const range = from > 0 ? { 'Content-Range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` } : {};
  response.writeHead(from > 0 ? 206 : 200, { ...CORS, ...range, 'Content-Length': bytes.length - from });
  const { breaks, stalls } = faults;
  if (breaks?.file === file && breaks.times > 0 && from < breaks.after) {
    breaks.times -= 1;
    response.write(bytes.subarray(from, breaks.after), () => setTimeout(() => response.destroy(), 100));
  } else if (stalls?.file === file && from < stalls.after) response.write(bytes.subarray(from, stalls.after));
  else response.end(bytes.subarray(from));
}

export async function startHub(content: ReadonlyMap<string, Buffer>, kind: keyof typeof layouts = 'huggingface'): Promise<HubServer> {
  const layout = layouts[kind];
  const hits: string[] = [];
  const stray: string[] = [];
  const faults: Faults = { breaks: null, stalls: null, listed: null, strayRedirect: false };
  const note = ({ method, url, headers }: IncomingMessage) => hits.push([method, url, headers.range].filter(Boolean).join(' '));
  const fileOf = (request: IncomingMessage) => decodeURIComponent((request.url ?? '').split('/').at(-1) ?? '');

  const cdn = await listen((request, response) => {
    note(request);
    const file = fileOf(request);
    const bytes = content.get(file);
    if (!bytes) return void response.writeHead(404, CORS).end();
    sendBytes(request, response, file, bytes, faults);
  });
  const elsewhere = await listen((request, response) => {
    stray.push(request.url ?? '');
    response.writeHead(200, CORS).end('stray');
  });
  const hub = await listen((request, response) => {
    note(request);
    const file = fileOf(request);
    const bytes = content.get(file);
    if (request.url === layout.listing) {
      const listing = JSON.stringify(layout.listingOf(listedFiles(content, faults)));
      response.writeHead(200, { ...CORS, 'Content-Type': 'application/json' }).end(listing);
    } else if (!bytes || !request.url?.startsWith(layout.files)) response.writeHead(404, CORS).end('Entry not found');
    else if (file.endsWith('.safetensors')) {
      const target = faults.strayRedirect ? elsewhere.origin : cdn.origin;
      response.writeHead(302, { ...CORS, Location: `${target}/blobs/${file}` }).end();
    } else sendBytes(request, response, file, bytes, faults);
  });
  return {
    address: hub.origin,
    files: cdn.origin,
    hits,
    stray,
    faults,
    close: async () => {
      for (const { server } of [hub, cdn, elsewhere]) {
        server.closeAllConnections();
        await new Promise((done) => server.close(done));
      }
    },
  };
}
