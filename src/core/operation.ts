// What one operation did to a project's dataset, as a code with values: the log stores it, and the page puts it into words.

import type { Split } from './record';

export type Operation =
  /** `count` records. */
  | { readonly kind: 'add' | 'edit' | 'delete'; readonly count: number }
  /** `count` records moved to a split. */
  | { readonly kind: 'split'; readonly split: Split; readonly count: number }
  | { readonly kind: 'tools' }
  /** `count` files; `file` names the only one. */
  | { readonly kind: 'import'; readonly count: number; readonly file?: string };
