// Characters of the original text behind each byte that a byte-level tokenizer sees. The library gives no offsets; since
// the tokens' bytes, put together, are the normalised text's bytes, a table of bytes is enough.

/** `starts[i]`, `ends[i]`: byte i comes from characters [start, end) of the original text, in UTF-16 code units. */
export interface ByteRanges {
  readonly starts: number[];
  readonly ends: number[];
}

/**
 * Ranges for every byte of a text that is cut at `cuts` first (added tokens are taken out before anything is normalised)
 * and then, where `normalise` is true, put into NFC piece by piece.
 */
export function byteRanges(text: string, cuts: RegExp | null, normalise: boolean): ByteRanges {
  const ranges: ByteRanges = { starts: [], ends: [] };
  const whole = !normalise || text.normalize('NFC') === text;
  if (whole) {
    addCharacters(ranges, text, 0);
    return ranges;
  }
  let position = 0;
  for (const match of cuts === null ? [] : text.matchAll(cuts)) {
    addNormalised(ranges, text.slice(position, match.index), position);
    addCharacters(ranges, match[0], match.index);
    position = match.index + match[0].length;
  }
  addNormalised(ranges, text.slice(position), position);
  return ranges;
}

/**
 * A starter with everything that may combine with it: marks, and the vowels and finals of conjoining Hangul. NFC never
 * reaches across the borders of such pieces; {@link addNormalised} checks that it did not.
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
  // A script whose composing letters are no marks: the section as a whole is the piece.
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

/** All bytes of `normal` come from the same characters. */
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

/** Bytes of one code point in UTF-8; a lone surrogate becomes U+FFFD, three bytes, as TextEncoder makes it. */
function byteLength(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}
