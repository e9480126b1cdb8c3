// Words of the export screen.

import type { exporting as english } from '../en/export';

export const exporting = {} satisfies typeof english;
