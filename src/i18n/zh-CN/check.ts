// Words of the check area.

import type { check as english } from '../en/check';

export const check = {} satisfies typeof english;
