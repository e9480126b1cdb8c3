export { type BuiltInTokenizer, builtInTokenizers, fetchBuiltIn } from './built-in';
export { createTokenizer } from './create-tokenizer';
export type { TokenizerFiles } from './files';
