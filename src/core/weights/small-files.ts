// The files beside the weights are read as text, whole: a size that none of them has is refused before a byte is read.

import { AppError } from '../failure';

/** tokenizer.json of large vocabularies has some 20 MB; nothing else is larger. */
const LARGEST_SMALL_FILE = 100_000_000;

/** @throws AppError `bad-input` that names the first file which is too large and holds no weights */
export function requireSmallFile(files: readonly { readonly path: string; readonly bytes: number }[]): void {
  const large = files.find(({ path, bytes }) => !path.endsWith('.safetensors') && bytes > LARGEST_SMALL_FILE);
  if (!large) return;
  throw new AppError({
    code: 'bad-input',
    reason: 'file_too_long',
    message: `${large.path} has ${large.bytes} bytes; no such file is that large.`,
    values: { file: large.path, bytes: large.bytes },
  });
}
