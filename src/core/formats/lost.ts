// The report of what a format could not hold.

import { LOST_CODES, type LostCode } from './format';
import { columnsOf, type Extra } from './layout';

/** The codes that apply, in the order of {@link LOST_CODES}. */
export function lostOf(applies: Partial<Record<LostCode, boolean | undefined>>): LostCode[] {
  return LOST_CODES.filter((code) => applies[code] === true);
}

/** Whether leaving out an `extra` loses anything: null columns say nothing. */
export function lostColumns(extra: Extra | undefined): boolean {
  return Object.values(columnsOf(extra)).some((text) => text !== 'null');
}
