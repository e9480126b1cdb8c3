// One listener for all shortcuts. No key fires inside an editor, a dialog, or while an input method composes.

import { useEffect } from 'react';
import { useSettings } from '../features/settings';
import { bindingOf, isComposing, isSingleKey, offeredActions, pressedKey } from '../ui';

const EDITORS = 'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]';
/** Elements that use Space and the arrows themselves. */
const USES_SPACE = 'button, a, summary, input, select, [role=tab], [role=option]';

export function useKeyboard(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (isComposing(event) || event.defaultPrevented) return;
      const target = event.target instanceof Element ? event.target : null;
      const pressed = pressedKey(event);
      if (isSingleKey(pressed) && !useSettings.getState().singleKeys) return;
      if (pressed === 'Space' && target?.closest(USES_SPACE)) return;
      const editing = target?.closest(EDITORS) !== null && target !== null;
      const inDialog = document.querySelector('dialog[open]') !== null;
      for (const action of offeredActions()) {
        const binding = bindingOf(action.id);
        if (!binding?.keys.includes(pressed) || action.disabled) continue;
        if (inDialog || (editing && !binding.inEditors)) return;
        event.preventDefault();
        action.run();
        return;
      }
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
