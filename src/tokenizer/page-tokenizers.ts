// Qwen's tokenizers, which come with the page for the token view. They are fetched from its own origin only.

import { AppError } from '../core/failure';
import type { Tokenizer } from '../core/tokenizer';
import { createTokenizer } from './create-tokenizer';

interface PageTokenizer {
  readonly id: 'qwen2_5' | 'qwen3';
  /** Folder, relative to the page's address. */
  readonly path: string;
}

export const pageTokenizers: readonly PageTokenizer[] = [
  { id: 'qwen2_5', path: 'tokenizers/qwen2_5' },
  { id: 'qwen3', path: 'tokenizers/qwen3' },
];

/**
 * Fetches one of them.
 * @param baseUrl the page's address
 * @throws AppError `not-found` for an unknown id or a missing file
 */
export async function fetchPageTokenizer(id: PageTokenizer['id'], baseUrl: string): Promise<Tokenizer> {
  const known = pageTokenizers.find((entry) => entry.id === id);
  if (!known) throw notFound(id, 'the page has no tokenizer of this name');
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
    remedy: 'Reload the page. If that does not help, the build of the page is incomplete.',
    values: { id },
  });
}
