import { expect, test } from 'vitest';
import { keyLabel, keymap, pressedKey } from './keymap';

const plain = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };

test('no two actions share a key', () => {
  const keys = Object.values(keymap).flatMap((binding) => [...binding.keys]);
  expect(new Set(keys).size).toBe(keys.length);
});

test('pressed keys are named as in the map', () => {
  expect(pressedKey({ ...plain, key: 'J', shiftKey: true })).toBe('j');
  expect(pressedKey({ ...plain, key: '?', shiftKey: true })).toBe('?');
  expect(pressedKey({ ...plain, key: 'Z', shiftKey: true, ctrlKey: true })).toBe('mod+shift+z');
  expect(pressedKey({ ...plain, key: 'k', metaKey: true })).toBe('mod+k');
  expect(pressedKey({ ...plain, key: ' ' })).toBe('Space');
});

test('keys are shown as the machine writes them', () => {
  expect(keyLabel('mod+shift+z', false)).toBe('Ctrl Shift Z');
  expect(keyLabel('mod+k', true)).toBe('⌘ K');
});
