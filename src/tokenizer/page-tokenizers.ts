// Qwen's tokenizers, which come with the page for the token lens, fetched from its own origin only.

import { AppError } from '../core/failure';
import type { Tokenizer } from '../core/tokenizer';
import { createTokenizer } from './create-tokenizer';

export interface PageTokenizer {
  readonly id: 'qwen2_5' | 'qwen3';
  /** Folder below the page's own address. */
  readonly path: string;
}

export const pageTokenizers: readonly PageTokenizer[] = [
  { id: 'qwen2_5', path: 'tokenizers/qwen2_5' },
  { id: 'qwen3', path: 'tokenizers/qwen3' },
];

/**
 * One of them.
 * @param baseUrl the page's address; files lie below it.
 * @throws AppError `not-found` for an unknown id or a file that is not there.
 */
export async function fetchPageTokenizer(id: PageTokenizer['id'], baseUrl: string): Promise<Tokenizer> {
  const known = pageTokenizers.find((entry) => entry.id === id);
  if (!known) throw notFound(id, 'no tokenizer of this name comes with the page');
  const file = async (name: string): Promise<string> => {
    const response = await fetch(new URL(`${known.path}/${name}`, baseUrl));
    if (response.ok) return response.text();
    throw notFound(id, `${name}: status ${response.status}`);
  };
  const [tokenizerJson, tokenizerConfigJson] = await Promise.all([file('tokenizer.json'), file('tokenizer_config.json')]);
  return createTokenizer(id, { tokenizerJson, tokenizerConfigJson });
}

function notFound(id: string, reason: string): AppError {
  return new AppError({
    code: 'not-found',
    reason: 'tokenizer_missing',
    message: `The tokenizer ${id} cannot be loaded: ${reason}.`,
    remedy: 'Reload the page; if it stays so, the build of the page is incomplete.',
    values: { id },
  });
}
