// What one operation did to a project's dataset, as a code with values. The log stores it; the page has the words.

import type { Split } from './record';

export type Operation =
  /** `count` records. */
  | { readonly kind: 'add' | 'edit' | 'delete'; readonly count: number }
  /** `count` records moved to a split. */
  | { readonly kind: 'split'; readonly split: Split; readonly count: number }
  | { readonly kind: 'tools' }
  /** `count` files; `file` is the name if there is only one. */
  | { readonly kind: 'import'; readonly count: number; readonly file?: string };
