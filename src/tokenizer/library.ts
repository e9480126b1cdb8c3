// The one place that talks to @huggingface/transformers: a tokenizer loaded through AutoTokenizer from files in memory.
// The library gets no network and no cache; whatever it asks for comes from a map of the files handed in.

import { AutoTokenizer, env, type PreTrainedTokenizer } from '@huggingface/transformers';

/** Where the in-memory files seem to live. Any path that is no http address and no Hugging Face id. */
const MEMORY_ROOT = '/in-memory/';

/** Folders being loaded: path → file text. An entry lives only as long as its load. */
const folders = new Map<string, string>();

let loads = 0;

env.allowRemoteModels = false;
env.allowLocalModels = true;
env.useBrowserCache = false;
env.useFS = false;
env.useFSCache = false;
env.localModelPath = MEMORY_ROOT;
env.fetch = async (input) => {
  const text = folders.get(String(input));
  return text === undefined ? new Response(null, { status: 404 }) : new Response(text);
};

/**
 * A tokenizer of the library from the text of its two files. Every load gets a path of its own: the library remembers
 * look-ups, failed ones too, by path.
 */
export async function loadFromMemory(tokenizerJson: string, tokenizerConfigJson: string): Promise<PreTrainedTokenizer> {
  loads += 1;
  const id = `model-${loads}`;
  const files = [
    [`${MEMORY_ROOT}${id}/tokenizer.json`, tokenizerJson],
    [`${MEMORY_ROOT}${id}/tokenizer_config.json`, tokenizerConfigJson],
  ] as const;
  for (const [path, text] of files) folders.set(path, text);
  try {
    return await AutoTokenizer.from_pretrained(id);
  } finally {
    for (const [path] of files) folders.delete(path);
  }
}
