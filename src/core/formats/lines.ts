// Splits bytes into lines. Only a line feed ends a line; a carriage return before it is dropped, any other is part of the line.

/** Longest line in bytes. A longer one would not fit into the memory of a tab as one string. */
export const MAX_LINE_BYTES = 256 * 1024 * 1024;

export interface Line {
  /** 1-based. */
  readonly number: number;
  /** Without line end and byte order mark. Of a faulty line, its beginning, with U+FFFD for bytes that are not UTF-8. */
  readonly text: string;
  readonly fault: 'broken_utf8' | 'line_too_long' | null;
  readonly byteOrderMark: boolean;
}

interface LineReader {
  push(chunk: Uint8Array): Line[];
  /** The last line, if no line feed ends it. */
  end(): Line[];
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
/** Bytes of a faulty line to show. */
const SHOWN = 1000;

export function createLineReader(limit: number = MAX_LINE_BYTES): LineReader {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const lenient = new TextDecoder('utf-8', { ignoreBOM: true });
  let pieces: Uint8Array[] = [];
  let length = 0;
  let number = 0;

  function keep(piece: Uint8Array): void {
    length += piece.length;
    // Only the beginning of a line that is too long is kept, to be shown.
    if (length <= limit || pieces.length === 0) pieces.push(length > limit ? piece.slice(0, SHOWN) : piece.slice());
  }

  function finish(): Line {
    const bytes = join(pieces);
    const tooLong = length > limit;
    pieces = [];
    length = 0;
    number++;
    if (tooLong) return { number, text: lenient.decode(bytes.subarray(0, SHOWN)), fault: 'line_too_long', byteOrderMark: false };
    const end = bytes.at(-1) === CARRIAGE_RETURN ? bytes.length - 1 : bytes.length;
    try {
      const text = strict.decode(bytes.subarray(0, end));
      const byteOrderMark = text.startsWith('\uFEFF');
      return { number, text: byteOrderMark ? text.slice(1) : text, fault: null, byteOrderMark };
    } catch {
      return { number, text: lenient.decode(bytes.subarray(0, SHOWN)), fault: 'broken_utf8', byteOrderMark: false };
    }
  }

  return {
    push(chunk) {
      const lines: Line[] = [];
      let from = 0;
      for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, from)) {
        keep(chunk.subarray(from, at));
        lines.push(finish());
        from = at + 1;
      }
      if (from < chunk.length) keep(chunk.subarray(from));
      return lines;
    },
    end: () => (length > 0 ? [finish()] : []),
  };
}

function join(pieces: readonly Uint8Array[]): Uint8Array {
  const [only] = pieces;
  if (only !== undefined && pieces.length === 1) return only;
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
