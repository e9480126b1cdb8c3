// The two languages that templates are proposed in.

export type TemplateLanguage = 'en' | 'zh-CN';

const CHINESE = /\p{Script=Han}/u;

/** Chinese as soon as one character is. */
export function languageOf(text: string): TemplateLanguage {
  return CHINESE.test(text) ? 'zh-CN' : 'en';
}
