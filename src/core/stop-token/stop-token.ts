// Whether a checkpoint knows the token that the rows teach it to end an answer with. Base checkpoints of Qwen carry the
// chat template and its <|im_end|>, but end their own texts with <|endoftext|>.

import * as z from 'zod/mini';
import type { Notice } from '../notice';
import type { TokenizedExample, Tokenizer } from '../tokenizer';
import { UNTRAINED_SHARE } from './trained-share';

/** Every code of {@link stopTokenNotices}. */
export const STOP_TOKEN_CODES: readonly string[] = ['stop_token_other', 'stop_token_untrained', 'stop_token_frozen'];

const endings = z.object({ eos_token_id: z.optional(z.nullable(z.union([z.number(), z.array(z.number())]))) });

/** The special token that answers of the rows end with: the last trained one of the first row that has one. */
export function taughtStop(rows: Iterable<TokenizedExample>, tokenizer: Pick<Tokenizer, 'isSpecial'>): number | null {
  for (const { inputIds, weights } of rows) {
    const position = inputIds.findLastIndex((id, token) => (weights[token] ?? 0) !== 0 && tokenizer.isSpecial(id));
    if (position !== -1) return inputIds[position] ?? null;
  }
  return null;
}

/** Ids that end a text of the model: of `generation_config.json` where it names some, else of `config.json`. */
export function endIds(configText: string, generationText: string | undefined): readonly number[] {
  for (const text of [generationText, configText]) {
    const parsed = text === undefined ? undefined : endings.safeParse(JSON.parse(text));
    const ids = parsed?.data?.eos_token_id ?? [];
    const list = typeof ids === 'number' ? [ids] : ids;
    if (list.length > 0) return list;
  }
  return [];
}

export interface StopTokenInfo {
  /** The token the rows teach, as text. */
  readonly token: string;
  /** The tokens the checkpoint ends with, as texts; empty when it names none. */
  readonly ends: readonly string[];
  /** See {@link trainedShare}. */
  readonly share: number | null;
  readonly method: 'full' | 'lora';
}

/** What a person should know before the start; empty when the checkpoint knows how to stop. */
export function stopTokenNotices({ token, ends, share, method }: StopTokenInfo): Notice[] {
  const values = { token, ends: ends.join(', ') };
  const notices: Notice[] = [];
  if (ends.length > 0 && !ends.includes(token)) {
    notices.push({
      code: 'stop_token_other',
      message: `The rows end answers with ${token}, this checkpoint with ${values.ends}: it looks like a base model, not a chat model.`,
      remedy: 'Take the Instruct checkpoint of the same size, or train long enough that it learns to stop.',
      values,
    });
  }
  if (share === null || share >= UNTRAINED_SHARE) return notices;
  const percent = Math.round(100 * share);
  notices.push({
    code: 'stop_token_untrained',
    message: `The weights of ${token} look untrained: they differ from those of ids no text has by ${percent} % of what an ordinary token's do. As it is, the model hardly ends an answer with it.`,
    remedy: 'Take the Instruct checkpoint of the same size, or train all weights. This is judged by the weights alone.',
    values: { ...values, percent },
  });
  if (method === 'lora') {
    notices.push({
      code: 'stop_token_frozen',
      message: `LoRA leaves the embedding and the head as they are, and with them the untrained weights of ${token}.`,
      remedy: 'Set the method to full, or take the Instruct checkpoint.',
      values,
    });
  }
  return notices;
}
