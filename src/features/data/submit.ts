import type { KeyboardEvent } from 'react';
import { isComposing } from '../../ui';

/** Ctrl/⌘ Enter confirms a form from any of its fields, but never while an input method composes. */
export function submitOnModEnter(event: KeyboardEvent, submit: () => void): void {
  if (isComposing(event)) {
    // Enter chooses a candidate: keep the browser from submitting the form with it.
    if (event.key === 'Enter') event.stopPropagation();
    return;
  }
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  event.stopPropagation();
  submit();
}
