// Byte-level BPE writes each byte as one printable character (GPT-2's table, encoder.py of openai/gpt-2). This file goes
// back: from a vocabulary entry to its bytes, and from bytes to text that a person can read.

const PRINTABLE = [
  [0x21, 0x7e],
  [0xa1, 0xac],
  [0xae, 0xff],
] as const;

/** The character of each byte in a byte-level vocabulary. */
export const BYTE_CHARACTERS: readonly string[] = byteCharacters();

const BYTE_OF_CHARACTER = new Map(BYTE_CHARACTERS.map((character, byte) => [character, byte]));

function byteCharacters(): string[] {
  let spare = 0x100;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = PRINTABLE.some(([low, high]) => byte >= low && byte <= high);
    return String.fromCharCode(printable ? byte : spare++);
  });
}

/** Returns the bytes of a byte-level vocabulary entry; null when one of its characters is not in the table. */
export function bytesOfVocabularyEntry(entry: string): Uint8Array | null {
  const bytes = new Uint8Array(entry.length);
  for (let index = 0; index < entry.length; index++) {
    const byte = BYTE_OF_CHARACTER.get(entry.charAt(index));
    if (byte === undefined) return null;
    bytes[index] = byte;
  }
  return bytes;
}

/** Returns the length of the UTF-8 sequence at `index` in bytes; 0 when it is incomplete or malformed. */
function sequenceLength(bytes: Uint8Array, index: number): number {
  const lead = bytes[index] ?? 0;
  const length = lead < 0x80 ? 1 : lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
  if (length === 0 || index + length > bytes.length) return 0;
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(index, index + length));
    return length;
  } catch {
    return 0;
  }
}

/** Decodes bytes as text. Bytes that are not a whole character become `\xNN`. */
export function readableBytes(bytes: Uint8Array): string {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let text = '';
  for (let index = 0; index < bytes.length; ) {
    const length = sequenceLength(bytes, index);
    if (length > 0) text += decoder.decode(bytes.subarray(index, index + length));
    else text += `\\x${(bytes[index] ?? 0).toString(16).padStart(2, '0').toUpperCase()}`;
    index += Math.max(length, 1);
  }
  return text;
}
