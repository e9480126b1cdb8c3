// The two languages that templates are proposed in.

export type PatternLanguage = 'en' | 'zh-CN';

const CHINESE = /\p{Script=Han}/u;

/** Chinese as soon as one character is. */
export function languageOf(text: string): PatternLanguage {
  return CHINESE.test(text) ? 'zh-CN' : 'en';
}
