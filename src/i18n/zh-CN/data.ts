// Words of the data area.

import type { data as english } from '../en/data';

export const data = {} satisfies typeof english;
