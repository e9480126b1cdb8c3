// A sentence with `{slot}`s.

import { languageOf, type PatternLanguage } from './language';

const SLOT = /\{([^{}]+)\}/g;

/** Names of the slots, in order, each once. */
export function slotsOf(pattern: string): readonly string[] {
  return [...new Set([...pattern.matchAll(SLOT)].flatMap(([, name]) => name ?? []))];
}

/** The language of its own words, whatever its slots are called. */
export function patternLanguage(pattern: string): PatternLanguage {
  return languageOf(pattern.replace(SLOT, ''));
}

export function fillPattern(pattern: string, textOf: (slot: string) => string): string {
  return pattern.replace(SLOT, (_, slot: string) => textOf(slot));
}

/** As the first half of a longer sentence: its end marks and thanks go. */
export function asFirstHalf(pattern: string): string {
  return pattern.replace(/(, please|, thanks|，谢谢)?[.?!。？！]*$/u, '');
}

/** As the second half: it begins small, unless with `I` or a slot. */
export function asSecondHalf(pattern: string): string {
  return /^(I\b|\{)/.test(pattern) ? pattern : pattern.charAt(0).toLowerCase() + pattern.slice(1);
}
