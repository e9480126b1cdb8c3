// A hub in memory that answers as the network frame does: a listing with hashes, files in parts, and faults that a test sets.

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileAddress, type Hub, hubAt, listingAddress } from '../../core/hub';
import { initialWeights, parseModelConfig, writeSafetensors } from '../../core/weights';
import type { HubFetch } from '../data/hub/fetch';

const fromZeroFolder = new URL('../../../public/models/from-zero/', import.meta.url);
export const SHARDS = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'] as const;
/** Bytes of one part of a response. */
export const PART = 10_000;

export interface MemoryHub {
  readonly hub: Hub;
  readonly name: string;
  readonly commit: string;
  readonly fetch: HubFetch;
  readonly served: Map<string, Uint8Array<ArrayBuffer>>;
  /** `file from` of every request, in order. */
  asked: string[];
  /** Called before each part; throws to break the connection. */
  onPart: (file: string, at: number) => void;
  /** False: every response is the whole file. */
  ranges: boolean;
  /** Commit that the listing names. */
  listed: string;
}

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
/** The hash that `git hash-object` gives a file. */
const gitBlob = (bytes: Uint8Array) => createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');

function listing({ served, listed }: MemoryHub): Uint8Array<ArrayBuffer> {
  const siblings = [...served].map(([rfilename, bytes]) => ({
    rfilename,
    size: bytes.length,
    ...(rfilename.endsWith('.safetensors') ? { blobId: '0'.repeat(40), lfs: { sha256: sha256(bytes) } } : { blobId: gitBlob(bytes) }),
  }));
  return new TextEncoder().encode(JSON.stringify({ sha: listed, siblings }));
}

/** @param name `owner/model`; it is listed at the revision `main` and at the commit */
export function memoryHub(name: string, served: Map<string, Uint8Array<ArrayBuffer>>): MemoryHub {
  const hub = hubAt('http://localhost:1', '');
  const commit = 'c'.repeat(40);
  const listings = ['main', commit].map((revision) => listingAddress(hub, name, revision));
  const remote: MemoryHub = {
    hub,
    name,
    commit,
    served,
    asked: [],
    onPart: () => undefined,
    ranges: true,
    listed: commit,
    fetch: async (url, from) => {
      const file = [...served.keys()].find((path) => url === fileAddress(hub, name, commit, path));
      const whole = listings.includes(url) ? listing(remote) : served.get(file ?? '');
      remote.asked.push(`${file ?? 'listing'} ${from}`);
      const start = remote.ranges ? from : 0;
      async function* parts() {
        for (let at = start; whole && at < whole.length; at += PART) {
          remote.onPart(file ?? 'listing', at);
          yield whole.slice(at, at + PART);
        }
      }
      return { status: whole ? (start > 0 ? 206 : 200) : 404, parts: parts() };
    },
  };
  return remote;
}

/** Returns the files of a whole model with two shards, by name. */
export async function tinyModel(): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const served = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const file of ['config.json', 'tokenizer.json', 'tokenizer_config.json']) {
    served.set(file, new Uint8Array(await readFile(new URL(file, fromZeroFolder))));
  }
  const tensors = initialWeights(parseModelConfig(await readFile(new URL('config.json', fromZeroFolder), 'utf8')), 1);
  const [first, second] = SHARDS;
  served.set(first, writeSafetensors(tensors.slice(0, 5), {}));
  served.set(second, writeSafetensors(tensors.slice(5), {}));
  const map = Object.fromEntries(tensors.map((tensor, index) => [tensor.name, index < 5 ? first : second]));
  served.set('model.safetensors.index.json', new TextEncoder().encode(JSON.stringify({ weight_map: map })));
  return served;
}
