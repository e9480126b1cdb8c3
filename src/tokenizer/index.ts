export { createTokenizer } from './create-tokenizer';
export type { TokenizerFiles } from './files';
export { fetchPageTokenizer, pageTokenizers } from './page-tokenizers';
