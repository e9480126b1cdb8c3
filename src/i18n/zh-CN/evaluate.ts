// Words of the evaluate screen.

import type { evaluate as english } from '../en/evaluate';

export const evaluate = {} satisfies typeof english;
