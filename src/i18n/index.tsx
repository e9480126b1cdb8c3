// Translations: `const { t, format } = useTranslation()`, then `t.data.title` or `t.data.records(312)`. Dictionaries
// are plain objects of strings and functions, one file per area and language; zh-CN satisfies the type of en.

import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { en } from './en';
import { createFormat, type Format, type Language } from './format';
import { zhCN } from './zh-CN';

export { type Format, type Language, UNKNOWN } from './format';
export { interpolate } from './interpolate';

export type Dictionary = typeof en;

export interface Translation {
  readonly language: Language;
  readonly t: Dictionary;
  readonly format: Format;
}

const dictionaries: Record<Language, Dictionary> = { en, 'zh-CN': zhCN };

export function translationOf(language: Language): Translation {
  return { language, t: dictionaries[language], format: createFormat(language) };
}

const TranslationContext = createContext<Translation>(translationOf('en'));

export function LanguageProvider({ language, children }: { readonly language: Language; readonly children: ReactNode }) {
  const translation = useMemo(() => translationOf(language), [language]);
  return <TranslationContext value={translation}>{children}</TranslationContext>;
}

export function useTranslation(): Translation {
  return useContext(TranslationContext);
}
