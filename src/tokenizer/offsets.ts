// Maps each byte that a byte-level tokenizer sees to characters of the original text. The library gives no offsets. Since
// the concatenated bytes of the tokens are the bytes of the normalised text, a table of bytes is enough.

/** Byte i comes from characters [starts[i], ends[i]) of the original text, in UTF-16 code units. */
interface ByteRanges {
  readonly starts: number[];
  readonly ends: number[];
}

/**
 * Returns the ranges of all bytes of a text.
 * @param addedTokens matches the added tokens, which are cut out before the text between them is normalised; null: none
 * @param normalise whether that text is normalised to NFC
 */
export function byteRanges(text: string, addedTokens: RegExp | null, normalise: boolean): ByteRanges {
  const ranges: ByteRanges = { starts: [], ends: [] };
  if (!normalise || text.normalize('NFC') === text) {
    addCharacters(ranges, text, 0);
    return ranges;
  }
  let position = 0;
  for (const match of addedTokens === null ? [] : text.matchAll(addedTokens)) {
    addNormalised(ranges, text.slice(position, match.index), position);
    addCharacters(ranges, match[0], match.index);
    position = match.index + match[0].length;
  }
  addNormalised(ranges, text.slice(position), position);
  return ranges;
}

/**
 * A character with everything that may combine with it: marks, and the vowels and finals of conjoining Hangul. NFC should
 * not reach across the borders of these pieces; {@link addNormalised} checks that it did not.
 */
const COMBINING_PIECE = /[\s\S][\p{M}\u1160-\u11ff\ud7b0-\ud7ff]*/gu;

function addNormalised(ranges: ByteRanges, section: string, offset: number): void {
  const normal = section.normalize('NFC');
  if (normal === section) {
    addCharacters(ranges, section, offset);
    return;
  }
  const pieces = section.match(COMBINING_PIECE) ?? [];
  const normalPieces = pieces.map((piece) => piece.normalize('NFC'));
  // In a script where letters compose that are not marks, the whole section is one piece.
  if (normalPieces.join('') !== normal) {
    addShared(ranges, normal, offset, offset + section.length);
    return;
  }
  let position = offset;
  pieces.forEach((piece, index) => {
    const normalPiece = normalPieces[index] ?? piece;
    if (normalPiece === piece) addCharacters(ranges, piece, position);
    else addShared(ranges, normalPiece, position, position + piece.length);
    position += piece.length;
  });
}

/** Adds the bytes of `normal`, which all come from the characters [start, end). */
function addShared(ranges: ByteRanges, normal: string, start: number, end: number): void {
  for (const character of normal) addBytes(ranges, byteLength(character), start, end);
}

function addCharacters(ranges: ByteRanges, text: string, offset: number): void {
  let position = offset;
  for (const character of text) {
    addBytes(ranges, byteLength(character), position, position + character.length);
    position += character.length;
  }
}

function addBytes(ranges: ByteRanges, count: number, start: number, end: number): void {
  for (let byte = 0; byte < count; byte++) {
    ranges.starts.push(start);
    ranges.ends.push(end);
  }
}

/** Returns the length of one code point in UTF-8. A lone surrogate becomes U+FFFD (three bytes), as in TextEncoder. */
function byteLength(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}
