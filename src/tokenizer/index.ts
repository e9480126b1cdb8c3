export { createTokenizer } from './create-tokenizer';
export type { TokenizerFiles } from './files';
export { fetchPageTokenizer, type PageTokenizer, pageTokenizers } from './page-tokenizers';
