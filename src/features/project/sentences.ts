// Sentences that a worker sends as a code with values, in the page's language.

import type { Notice } from '../../core/report';
import { type Dictionary, fillTemplate } from '../../i18n';

type Sentences = Readonly<Record<string, { readonly message: string; readonly remedy: string }>>;

/** The translated sentence of a code, or the English one it came with. */
export function sentenceOf(t: Dictionary, notice: Notice): { readonly message: string; readonly remedy: string } {
  const sentences: Sentences = t.notices;
  const known = Object.hasOwn(sentences, notice.code) ? sentences[notice.code] : undefined;
  if (!known) return { message: notice.message, remedy: notice.remedy };
  return { message: fillTemplate(known.message, notice.values), remedy: fillTemplate(known.remedy, notice.values) };
}
