// The files next to the weights are read whole, as text. A file that is too large is rejected before it is read.

import { AppError } from '../failure';

/** Bytes. tokenizer.json of a large vocabulary has about 20 MB, and no other file is larger. */
const LARGEST_SMALL_FILE = 100_000_000;

/** @throws AppError `bad-input` naming the first file that is too large, weights excepted */
export function requireSmallFile(files: readonly { readonly path: string; readonly bytes: number }[]): void {
  const large = files.find(({ path, bytes }) => !path.endsWith('.safetensors') && bytes > LARGEST_SMALL_FILE);
  if (!large) return;
  throw new AppError({
    code: 'bad-input',
    reason: 'file_too_long',
    message: `${large.path} has ${large.bytes} bytes, more than any file of a model next to its weights.`,
    values: { file: large.path, bytes: large.bytes },
  });
}
