// The way from a sentence about a setting to its field.

import type { FieldKey } from './lora-settings';

/** Focuses the field of a setting; what hides it opens. */
export function focusSetting(key: FieldKey): void {
  const marked = document.querySelector<HTMLElement>(`[data-testid="setting-${key}"]`);
  const control = marked?.matches('input, select, button') ? marked : marked?.querySelector<HTMLElement>('input, select, button');
  if (!control) return;
  const hidden = control.closest('details');
  if (hidden) hidden.open = true;
  control.scrollIntoView({ block: 'center' });
  control.focus();
}
