import { expect, test } from 'vitest';
import { BYTE_CHARACTERS, bytesOfVocabularyEntry, readableBytes } from './bytes';

const bytes = (...values: number[]) => Uint8Array.from(values);

test('maps every byte to its own character and back', () => {
  expect(new Set(BYTE_CHARACTERS).size).toBe(256);
  expect(bytesOfVocabularyEntry(BYTE_CHARACTERS.join(''))).toEqual(Uint8Array.from({ length: 256 }, (_, byte) => byte));
  expect(bytesOfVocabularyEntry('Ġhello')).toEqual(new TextEncoder().encode(' hello'));
});

test('returns null for an entry with a character outside the table', () => {
  expect(bytesOfVocabularyEntry('北')).toBeNull();
});

test('shows bytes as text, and incomplete characters in hexadecimal', () => {
  expect(readableBytes(new TextEncoder().encode('a 广👍'))).toBe('a 广👍');
  expect(readableBytes(bytes(0x20, 0xe5, 0xb9))).toBe(' \\xE5\\xB9');
  expect(readableBytes(bytes(0xbf, 0x61, 0xc0, 0x80))).toBe('\\xBFa\\xC0\\x80');
  // An overlong form and a surrogate are not characters either.
  expect(readableBytes(bytes(0xe0, 0x80, 0x80))).toBe('\\xE0\\x80\\x80');
  expect(readableBytes(bytes(0xed, 0xa0, 0x80))).toBe('\\xED\\xA0\\x80');
});
