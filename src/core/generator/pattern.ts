// A pattern: a sentence with `{slots}`, in one of the languages that patterns are proposed in.

export type PatternLanguage = 'en' | 'zh-CN';

const CHINESE = /\p{Script=Han}/u;
const SLOT = /\{([^{}]+)\}/g;

/** Returns the language of a text: Chinese as soon as it has one Chinese character. */
export function languageOf(text: string): PatternLanguage {
  return CHINESE.test(text) ? 'zh-CN' : 'en';
}

/** Returns the language of a pattern's own words, whatever its slots are called. */
export function patternLanguage(pattern: string): PatternLanguage {
  return languageOf(pattern.replace(SLOT, ''));
}

/** Returns the names of the slots in order, each once. */
export function slotsOf(pattern: string): readonly string[] {
  return [...new Set([...pattern.matchAll(SLOT)].flatMap(([, name]) => name ?? []))];
}

export function fillPattern(pattern: string, textOf: (slot: string) => string): string {
  return pattern.replace(SLOT, (_, slot: string) => textOf(slot));
}

/** Prepares a pattern to be the first half of a sentence: removes thanks and punctuation at its end. */
export function asFirstHalf(pattern: string): string {
  return pattern.replace(/(, please|, thanks|，谢谢)?[.?!。？！]*$/u, '');
}

/** Prepares a pattern to be the second half of a sentence: its first letter becomes lower case, except in `I` and in a slot. */
export function asSecondHalf(pattern: string): string {
  return /^(I\b|\{)/.test(pattern) ? pattern : pattern.charAt(0).toLowerCase() + pattern.slice(1);
}
