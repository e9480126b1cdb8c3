// How the next token of each row of a batch is chosen from its logits.

import { chooseToken, randomOf, type SamplingSettings } from '../../core/generation';
import { readBack } from '../device';
import { tf } from '../tensorflow';

/** From logits [B, V], which it disposes, to tokens int32 [B] that belong to the caller. */
export type TokenChoice = (logits: tf.Tensor) => tf.Tensor | Promise<tf.Tensor>;

/** Greedy, on the device: no read-back. */
export const mostProbable: TokenChoice = (logits) => {
  const tokens = tf.tidy(() => tf.cast(tf.argMax(logits, -1), 'int32'));
  logits.dispose();
  return tokens;
};

/**
 * As the settings say, on the CPU: the logits are read back for each token.
 * @param prompts of the rows, without padding: the repetition penalty counts their tokens
 * @param answers numbers of the rows' answers, each with a random stream of its own
 */
export function sampled(prompts: readonly Int32Array[], answers: readonly number[], settings: SamplingSettings, seed: number): TokenChoice {
  const histories = prompts.map((prompt) => new Set(prompt));
  const randoms = answers.map((answer) => randomOf(seed, answer));
  return async (logits) => {
    const values = await readBack(logits.data<'float32'>());
    logits.dispose();
    const vocabulary = values.length / histories.length;
    const tokens = histories.map((history, row) => {
      const random = randoms[row];
      if (!random) throw new Error(`no random stream for row ${row}`);
      const token = chooseToken(values.subarray(row * vocabulary, (row + 1) * vocabulary), history, settings, random);
      history.add(token);
      return token;
    });
    return tf.tensor1d(tokens, 'int32');
  };
}
