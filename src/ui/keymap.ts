// Which keys do what. `mod` is Ctrl, on a Mac ⌘. One place, so that no two actions share a key (keymap.test.ts).

export interface KeyBinding {
  readonly keys: readonly string[];
  /** Also fires while a person types in a field. */
  readonly inEditors?: boolean;
}

export const keymap = {
  'go.data': { keys: ['1'] },
  'go.check': { keys: ['2'] },
  'go.train': { keys: ['3'] },
  'go.evaluate': { keys: ['4'] },
  'go.export': { keys: ['5'] },
  'data.next': { keys: ['j', 'ArrowDown'] },
  'data.previous': { keys: ['k', 'ArrowUp'] },
  'data.edit': { keys: ['e'] },
  'data.delete': { keys: ['Delete'] },
  'data.search': { keys: ['/'] },
  'data.close': { keys: ['Escape'] },
  undo: { keys: ['mod+z'] },
  redo: { keys: ['mod+y', 'mod+shift+z'] },
  primary: { keys: ['mod+Enter'], inEditors: true },
  'train.toggle': { keys: ['Space'] },
  palette: { keys: ['mod+k'], inEditors: true },
  keys: { keys: ['?'] },
} as const satisfies Readonly<Record<string, KeyBinding>>;

export type KeyedAction = keyof typeof keymap;

const bindings: Readonly<Record<string, KeyBinding>> = keymap;

export function bindingOf(id: string): KeyBinding | undefined {
  return Object.hasOwn(bindings, id) ? bindings[id] : undefined;
}

/** What of a keyboard event names a key. */
export interface PressedKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** A pressed key as the map writes it: `mod+shift+z`, `j`, `Delete`. Shift counts only beside `mod`: `?` needs it to be typed. */
export function pressedKey({ key, ctrlKey, metaKey, shiftKey, altKey }: PressedKey): string {
  const mod = ctrlKey || metaKey;
  const name = key === ' ' ? 'Space' : key.length === 1 ? key.toLowerCase() : key;
  return [mod ? 'mod+' : '', altKey ? 'alt+' : '', mod && shiftKey ? 'shift+' : '', name].join('');
}

/** True for a key that types a character when it stands alone: these can be switched off (WCAG 2.1.4). */
export function isSingleKey(pressed: string): boolean {
  return pressed.length === 1;
}

/** A binding as a person reads it: `Ctrl Z`, on a Mac `⌘ Z`. */
export function keyLabel(keys: string, mac: boolean): string {
  const names: Readonly<Record<string, string>> = {
    mod: mac ? '⌘' : 'Ctrl',
    shift: mac ? '⇧' : 'Shift',
    ArrowUp: '↑',
    ArrowDown: '↓',
    Delete: 'Del',
    Escape: 'Esc',
  };
  return keys
    .split('+')
    .map((part) => names[part] ?? (part.length === 1 ? part.toUpperCase() : part))
    .join(' ');
}
