// Whether a model already knows the token that the examples teach it to end an answer with. Base models of Qwen include the
// chat template with its <|im_end|>, but end their own texts with <|endoftext|>.

import * as z from 'zod/mini';
import type { Notice } from '../notice';
import type { TokenizedExample, Tokenizer } from '../tokenizer';
import { UNTRAINED_SHARE } from './trained-share';

/** All codes of {@link stopTokenNotices}. */
export const STOP_TOKEN_CODES: readonly string[] = ['stop_token_other', 'stop_token_untrained', 'stop_token_frozen'];

const endings = z.object({ eos_token_id: z.optional(z.nullable(z.union([z.number(), z.array(z.number())]))) });

/** The special token that ends the answers: the last trained one of the first example that has one. */
export function taughtStop(examples: Iterable<TokenizedExample>, tokenizer: Pick<Tokenizer, 'isSpecial'>): number | null {
  for (const { inputIds, weights } of examples) {
    const position = inputIds.findLastIndex((id, token) => (weights[token] ?? 0) !== 0 && tokenizer.isSpecial(id));
    if (position !== -1) return inputIds[position] ?? null;
  }
  return null;
}

/** Ids that end a text of the model, from `generation_config.json` or, if it names none, from `config.json`. */
export function endIds(configText: string, generationText: string | undefined): readonly number[] {
  for (const text of [generationText, configText]) {
    const parsed = text === undefined ? undefined : endings.safeParse(JSON.parse(text));
    const ids = parsed?.data?.eos_token_id ?? [];
    const list = typeof ids === 'number' ? [ids] : ids;
    if (list.length > 0) return list;
  }
  return [];
}

interface StopTokenInfo {
  /** The token that the examples teach, as text. */
  readonly token: string;
  /** The tokens that end a text of the model, as text; empty if its files name none. */
  readonly ends: readonly string[];
  /** See {@link trainedShare}. */
  readonly share: number | null;
  readonly method: 'full' | 'lora';
}

/** What a person should know before training starts; empty if the model knows the stop token. */
export function stopTokenNotices({ token, ends, share, method }: StopTokenInfo): Notice[] {
  const values = { token, ends: ends.join(', ') };
  const notices: Notice[] = [];
  if (ends.length > 0 && !ends.includes(token)) {
    notices.push({
      code: 'stop_token_other',
      message: `The examples end answers with ${token}, but this model ends texts with ${values.ends}. It looks like a base model, not a chat model.`,
      remedy: 'Use the Instruct model of the same size, or train long enough for the model to learn to stop.',
      values,
    });
  }
  if (share === null || share >= UNTRAINED_SHARE) return notices;
  const percent = Math.round(100 * share);
  notices.push({
    code: 'stop_token_untrained',
    message: `The weights of ${token} look untrained: they differ from those of unused ids by ${percent} % of what the weights of an ordinary token do. The model will hardly end an answer with it.`,
    remedy: 'Use the Instruct model of the same size, or train all weights. This judgement is based on the weights alone.',
    values: { ...values, percent },
  });
  if (method === 'lora') {
    notices.push({
      code: 'stop_token_frozen',
      message: `LoRA does not train the embedding and the head, so the weights of ${token} stay untrained.`,
      remedy: 'Set method to full, or use the Instruct model.',
      values,
    });
  }
  return notices;
}
