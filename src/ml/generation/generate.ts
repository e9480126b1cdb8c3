// Answers to many prompts, greedy or sampled. Prompts of like length share a batch.

import { makePromptBatch, type PromptBatch } from '../../core/batches';
import { AppError } from '../../core/failure';
import type { SamplingSettings } from '../../core/generation';
import { readBack } from '../device';
import type { LanguageModel } from '../model/language-model';
import { tf } from '../tensorflow';
import { yieldToEventLoop } from '../yield-to-event-loop';
import { mostProbable, sampled, type TokenChoice } from './choose-tokens';

export interface GenerateOptions {
  readonly maxNewTokens: number;
  readonly stopIds: readonly number[];
  readonly batchSize: number;
  /** How tokens are chosen; greedy when absent. */
  readonly sampling?: SamplingSettings;
  /** Of the random numbers, 0 when absent: the same seed gives the same answers, whatever the batch size. */
  readonly seed?: number;
  readonly signal?: AbortSignal;
  /** Called with the number of prompts answered so far. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Tokens decoded between two read-backs: on a GPU each one is a stall, elsewhere it is free. */
const READ_EVERY = { webgpu: 8, other: 1 };

/**
 * New tokens of each prompt, in the order of the prompts, without the stop token.
 * @throws AppError `aborted` when the signal aborts; `bad-input` for an empty prompt
 */
export async function generate(model: LanguageModel, prompts: readonly Int32Array[], options: GenerateOptions): Promise<Int32Array[]> {
  const empty = prompts.findIndex((prompt) => prompt.length === 0);
  if (empty >= 0) throw new AppError({ code: 'bad-input', message: `Prompt ${empty + 1} is empty.` });
  const answers: Int32Array[] = prompts.map(() => new Int32Array());
  const order = [...prompts.keys()].sort((a, b) => lengthOf(prompts, a) - lengthOf(prompts, b));
  for (let start = 0; start < order.length; start += options.batchSize) {
    const chosen = order.slice(start, start + options.batchSize);
    const rows = chosen.flatMap((index) => prompts[index] ?? []);
    const choose = options.sampling ? sampled(rows, chosen, options.sampling, options.seed ?? 0) : mostProbable;
    const found = await generateBatch(model, makePromptBatch(rows), choose, options);
    chosen.forEach((index, row) => {
      answers[index] = found[row] ?? new Int32Array();
    });
    options.onProgress?.(start + chosen.length, prompts.length);
  }
  return answers;
}

async function generateBatch(
  model: LanguageModel,
  batch: PromptBatch,
  choose: TokenChoice,
  options: GenerateOptions,
): Promise<Int32Array[]> {
  const every = tf.getBackend() === 'webgpu' ? READ_EVERY.webgpu : READ_EVERY.other;
  const stops = new Set(options.stopIds);
  const answers: number[][] = Array.from({ length: batch.batchSize }, () => []);
  const open = new Set(answers.keys());
  const decoder = model.decode(batch);
  const unread: tf.Tensor[] = [];
  let last: tf.Tensor | undefined;
  try {
    for (let count = 1; count <= options.maxNewTokens && open.size > 0; count++) {
      if (options.signal?.aborted) throw new AppError({ code: 'aborted', message: 'Answering was stopped.' });
      const tokens = await choose(decoder.next(last));
      last?.dispose();
      last = tokens.clone();
      unread.push(tokens);
      if (count % every === 0 || count === options.maxNewTokens) {
        for (const tokens of await readAll(unread)) append(answers, open, tokens, stops);
      }
      await yieldToEventLoop();
    }
    return answers.map((answer) => Int32Array.from(answer));
  } finally {
    for (const tensor of unread) tensor.dispose();
    last?.dispose();
    decoder.dispose();
  }
}

/** Adds one token to each row that has not met a stop token. */
function append(answers: number[][], open: Set<number>, tokens: Int32Array, stops: ReadonlySet<number>): void {
  for (const row of [...open]) {
    const token = tokens[row] ?? 0;
    if (stops.has(token)) open.delete(row);
    else answers[row]?.push(token);
  }
}

async function readAll(unread: tf.Tensor[]): Promise<Int32Array[]> {
  const tensors = unread.splice(0);
  try {
    return await readBack(Promise.all(tensors.map((tensor) => tensor.data<'int32'>())));
  } finally {
    for (const tensor of tensors) tensor.dispose();
  }
}

function lengthOf(prompts: readonly Int32Array[], index: number): number {
  return prompts[index]?.length ?? 0;
}
