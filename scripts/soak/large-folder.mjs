// The large checkpoint as a whole Hugging Face folder: with its index, and the tokenizer of the tests, whose tokens are
// some of its embedding's rows.

import { existsSync } from 'node:fs';
import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeLargeCheckpoint } from './large-checkpoint.mjs';

const TOKENIZER = new URL('../../e2e/fixtures/qwen3-folder/', import.meta.url);
const TOKENIZER_FILES = ['tokenizer.json', 'tokenizer_config.json', 'chat_template.jinja', 'generation_config.json'];
export const LARGE_FOLDER = fileURLToPath(new URL('../../.cache/soak-qwen3-0.6b', import.meta.url));

/**
 * Writes the folder unless it is there.
 * @param {object} config of its config.json
 * @param {ReadonlyMap<string, readonly number[]>} shapes by name, in file order
 */
export async function largeFolder(config, shapes) {
  const isWhole = ['config.json', 'model.safetensors.index.json'].every((name) => existsSync(join(LARGE_FOLDER, name)));
  if (!isWhole) {
    await rm(LARGE_FOLDER, { recursive: true, force: true });
    await writeLargeCheckpoint(LARGE_FOLDER, config, shapes);
  }
  for (const name of TOKENIZER_FILES) await copyFile(new URL(name, TOKENIZER), join(LARGE_FOLDER, name));
  return LARGE_FOLDER;
}
