// The only code that calls @huggingface/transformers: it loads a tokenizer through AutoTokenizer from files in memory. The
// library gets no network and no cache; all it can fetch is a map of these files.

import { AutoTokenizer, env, type PreTrainedTokenizer } from '@huggingface/transformers';

/** The folder that the in-memory files seem to be in. Any path works that is neither an http address nor a Hugging Face id. */
const MEMORY_ROOT = '/in-memory/';

/** Files being loaded: path → text. An entry exists only while its tokenizer loads. */
const files = new Map<string, string>();

let loads = 0;

env.allowRemoteModels = false;
env.allowLocalModels = true;
env.useBrowserCache = false;
env.useFS = false;
env.useFSCache = false;
env.localModelPath = MEMORY_ROOT;
env.fetch = async (input) => {
  const text = files.get(String(input));
  return text === undefined ? new Response(null, { status: 404 }) : new Response(text);
};

/**
 * Loads a tokenizer of the library from the texts of its two files. Each load gets its own path, since the library caches
 * look-ups by path, including failed ones.
 */
export async function loadFromMemory(tokenizerJson: string, tokenizerConfigJson: string): Promise<PreTrainedTokenizer> {
  loads += 1;
  const id = `model-${loads}`;
  const ownFiles = [
    [`${MEMORY_ROOT}${id}/tokenizer.json`, tokenizerJson],
    [`${MEMORY_ROOT}${id}/tokenizer_config.json`, tokenizerConfigJson],
  ] as const;
  for (const [path, text] of ownFiles) files.set(path, text);
  try {
    return await AutoTokenizer.from_pretrained(id);
  } finally {
    for (const [path] of ownFiles) files.delete(path);
  }
}
