// Words of the lens area.

import type { lens as english } from '../en/lens';

export const lens = {} satisfies typeof english;
