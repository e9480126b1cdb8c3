// Which languages the templates are in.

import { languageOf, type PatternLanguage } from '../../core/generator';
import type { ToolSpec } from '../../core/record';
import type { Language } from '../../i18n';

export const languageChoices = ['en', 'zh-CN', 'both'] as const;
export type LanguageChoice = (typeof languageChoices)[number];

export function choiceOf(languages: readonly PatternLanguage[]): LanguageChoice {
  const [first] = languages;
  return languages.length > 1 || first === undefined ? 'both' : first;
}

export function languagesOf(choice: LanguageChoice): readonly PatternLanguage[] {
  return choice === 'both' ? ['en', 'zh-CN'] : [choice];
}

/** The page's language, or Chinese where a tool is described in it. */
export function firstLanguages(tools: readonly ToolSpec[], language: Language): readonly PatternLanguage[] {
  return tools.some(({ description }) => languageOf(description) === 'zh-CN') ? ['zh-CN'] : [language];
}
