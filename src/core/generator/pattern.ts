// A sentence with `{slot}`s.

import { languageOf, type TemplateLanguage } from './language';

const SLOT = /\{([^{}]+)\}/g;

/** Names of the slots, in order, each once. */
export function slotsOf(frame: string): readonly string[] {
  return [...new Set([...frame.matchAll(SLOT)].flatMap(([, name]) => name ?? []))];
}

/** The language of its own words, whatever its slots are called. */
export function frameLanguage(frame: string): TemplateLanguage {
  return languageOf(frame.replace(SLOT, ''));
}

export function fillFrame(frame: string, textOf: (slot: string) => string): string {
  return frame.replace(SLOT, (_, slot: string) => textOf(slot));
}

/** As the first half of a longer sentence: its end marks and thanks go. */
export function asFirstHalf(frame: string): string {
  return frame.replace(/(, please|, thanks|，谢谢)?[.?!。？！]*$/u, '');
}

/** As the second half: it begins small, unless with `I` or a slot. */
export function asSecondHalf(frame: string): string {
  return /^(I\b|\{)/.test(frame) ? frame : frame.charAt(0).toLowerCase() + frame.slice(1);
}
