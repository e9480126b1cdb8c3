// What the lens draws of each token. Pure.

import type { TokenViewData } from '../../core/mask';

export interface ViewToken {
  readonly index: number;
  readonly id: number;
  /** As shown: a newline is ⏎. */
  readonly text: string;
  /** A line ends after it. */
  readonly breaks: boolean;
  readonly weight: number;
  readonly special: boolean;
  /** At or after max length: it is not seen in training. */
  readonly cut: boolean;
}

/** Tokens of one drawn block. Short texts are one block; long ones are drawn block by block as they come into sight. */
export const BLOCK_TOKENS = 160;

export function tokenAt(view: TokenViewData, index: number): ViewToken {
  const text = view.tokens[index] ?? '';
  return {
    index,
    id: view.ids[index] ?? 0,
    text: text.replaceAll('\r', '␍').replaceAll('\t', '⇥').replaceAll('\n', '⏎'),
    breaks: text.includes('\n'),
    weight: view.weights[index] ?? 0,
    special: view.special[index] === 1,
    cut: index >= view.maxLength,
  };
}

/**
 * First token of every block and, last, the number of tokens. Blocks end after a line break where there is one in
 * reach, so that most lines are whole.
 */
export function blockStarts(view: TokenViewData, size = BLOCK_TOKENS): readonly number[] {
  const total = view.ids.length;
  const starts: number[] = [];
  for (let start = 0; start < total; ) {
    starts.push(start);
    const limit = Math.min(total, start + size);
    let end = limit;
    for (let at = limit - 1; at > start + size / 2 && limit < total; at--) {
      if (view.tokens[at]?.includes('\n')) {
        end = at + 1;
        break;
      }
    }
    start = end;
  }
  return [...starts, total];
}

/** The token's bytes in hex. Tokens that are no whole characters come as `\xNN` already. */
export function bytesText(text: string): string {
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  for (const part of text.split(/(\\x[0-9a-fA-F]{2})/)) {
    if (/^\\x[0-9a-fA-F]{2}$/.test(part)) bytes.push(Number.parseInt(part.slice(2), 16));
    else bytes.push(...encoder.encode(part));
  }
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

export type WeightClass = 'none' | 'less' | 'one' | 'more';

export function weightClass(weight: number): WeightClass {
  if (weight === 0) return 'none';
  if (weight === 1) return 'one';
  return weight > 1 ? 'more' : 'less';
}
