// Words of the notices area.

import type { notices as english } from '../en/notices';

export const notices = {} satisfies typeof english;
