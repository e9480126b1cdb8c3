// A hub, from which models are downloaded by name. Its address is a setting.

import { AppError } from '../failure';

export interface Hub {
  /** Without a trailing slash: `https://huggingface.co`. */
  readonly address: string;
  /** How the hub builds its addresses, see addresses.ts. */
  readonly layout: 'huggingface' | 'modelscope';
  /**
   * Hosts that it redirects to, as source expressions of a Content-Security-Policy: `https://*.hf.co`. A page cannot see
   * where a redirect leads, so these are shown with the address, and the network frame's policy blocks all others.
   */
  readonly alsoFrom: readonly string[];
}

const HUGGING_FACE_FILES = ['https://*.huggingface.co', 'https://*.hf.co'];

/** Hubs that have a button. */
export const knownHubs = {
  huggingface: { address: 'https://huggingface.co', layout: 'huggingface', alsoFrom: HUGGING_FACE_FILES },
  'hf-mirror': {
    address: 'https://hf-mirror.com',
    layout: 'huggingface',
    alsoFrom: ['https://*.hf-mirror.com', 'https://huggingface.co', ...HUGGING_FACE_FILES],
  },
  modelscope: {
    address: 'https://www.modelscope.cn',
    layout: 'modelscope',
    alsoFrom: ['https://modelscope.cn', 'https://*.modelscope.cn'],
  },
} as const satisfies Readonly<Record<string, Hub>>;
export type KnownHub = keyof typeof knownHubs;

const LOCAL_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);
const HOST_PATTERN = /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d+)?$/i;

function parsedUrl(text: string): URL | null {
  try {
    return new URL(/^[a-z]+:\/\//i.test(text) ? text : `https://${text}`);
  } catch {
    return null;
  }
}

function badAddress(text: string): AppError {
  return new AppError({
    code: 'bad-input',
    reason: 'hub_address',
    message: `${JSON.stringify(text)} is not a hub address.`,
    remedy: 'Enter an https address, or http://localhost with a port, without user name or query.',
    values: { address: text },
  });
}

/**
 * Parses a hub address that a person entered.
 * @param others hosts it redirects to, separated by spaces or commas; `*.example.org` covers all its subdomains
 * @throws AppError `bad-input`
 */
export function hubAt(text: string, others: string): Hub {
  const url = parsedUrl(text.trim());
  if (!url) throw badAddress(text);
  const local = LOCAL_NAMES.has(url.hostname);
  const plain = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (!plain || !(url.protocol === 'https:' || (url.protocol === 'http:' && local))) throw badAddress(text);
  const alsoFrom = others.split(/[\s,，]+/).filter((each) => each !== '');
  return {
    address: url.origin + url.pathname.replace(/\/+$/, ''),
    layout: /(^|\.)modelscope\.cn$/.test(url.hostname) ? 'modelscope' : 'huggingface',
    alsoFrom: alsoFrom.map(sourceOf),
  };
}

/** `cdn.example.org` → `https://cdn.example.org`. Allows http only on this machine. */
function sourceOf(text: string): string {
  const [, scheme = 'https', host = ''] = /^(?:(https?):\/\/)?([^/]*)\/?$/i.exec(text) ?? [];
  const local = LOCAL_NAMES.has(host.replace(/:\d+$/, ''));
  if (!HOST_PATTERN.test(host) || (scheme === 'http' && !local)) throw badAddress(text);
  return `${scheme.toLowerCase()}://${host.toLowerCase()}`;
}

/** Name of a repository's default branch. */
export function mainBranch({ layout }: Pick<Hub, 'layout'>): string {
  return layout === 'modelscope' ? 'master' : 'main';
}

/** All hosts that the network frame may reach for this hub, as source expressions. */
export function connectSources({ address, alsoFrom }: Hub): readonly string[] {
  return [new URL(address).origin, ...alsoFrom];
}
