// The tokenizers that come with the page, fetched from its own origin only.

import { AppError } from '../core/failure';
import type { Tokenizer } from '../core/tokenizer';
import { createTokenizer } from './create-tokenizer';

export interface BuiltInTokenizer {
  readonly id: 'starter' | 'qwen2_5' | 'qwen3';
  /** Folder below the page's own address. */
  readonly path: string;
}

export const builtInTokenizers: readonly BuiltInTokenizer[] = [
  { id: 'starter', path: 'models/starter' },
  { id: 'qwen2_5', path: 'tokenizers/qwen2_5' },
  { id: 'qwen3', path: 'tokenizers/qwen3' },
];

/**
 * A built-in tokenizer.
 * @param baseUrl the page's address; files lie below it.
 * @throws AppError `not-found` for an unknown id or a file that is not there.
 */
export async function fetchBuiltIn(id: BuiltInTokenizer['id'], baseUrl: string): Promise<Tokenizer> {
  const known = builtInTokenizers.find((entry) => entry.id === id);
  if (!known) throw notFound(id, 'no tokenizer of this name comes with the page');
  const file = async (name: string, optional = false): Promise<string | undefined> => {
    const response = await fetch(new URL(`${known.path}/${name}`, baseUrl));
    if (response.ok) return response.text();
    if (optional && response.status === 404) return undefined;
    throw notFound(id, `${name}: status ${response.status}`);
  };
  const [tokenizerJson, tokenizerConfigJson, generationConfigJson] = await Promise.all([
    file('tokenizer.json'),
    file('tokenizer_config.json'),
    id === 'starter' ? file('generation_config.json', true) : undefined,
  ]);
  if (tokenizerJson === undefined || tokenizerConfigJson === undefined) throw notFound(id, 'a file is missing');
  return createTokenizer(id, {
    tokenizerJson,
    tokenizerConfigJson,
    ...(generationConfigJson === undefined ? {} : { generationConfigJson }),
  });
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
