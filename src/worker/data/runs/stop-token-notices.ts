// Notices about a base model's stop token, before a run starts. They need its small files and a few rows of its head,
// never all of its weights.

import { isBuiltIn } from '../../../core/built-in-models';
import type { Notice } from '../../../core/notice';
import type { Recipe } from '../../../core/recipe';
import { endIds, stopTokenNotices, taughtStop, trainedShare } from '../../../core/stop-token';
import type { TokenizedExample, Tokenizer } from '../../../core/tokenizer';
import { headName, type ModelConfig, parseModelConfig } from '../../../core/weights';
import type { FileStore } from '../../../storage/files';
import { findTensor } from '../../../storage/stored-tensors';
import { folderText, modelFiles } from '../models/model-files';
import type { DataContext } from '../project/context';

/** Most rows of the head that belong to no token, to compare the stop token's row with. */
const MOST_RESERVED = 16;
/** Number of ordinary tokens whose rows it is compared with. */
const ORDINARY = 64;

/** @param examples of the training split; only as many are read as are needed to find the stop token */
export async function readStopTokenNotices(
  context: DataContext,
  modelId: string,
  { train }: Pick<Recipe, 'train'>,
  examples: Iterable<TokenizedExample>,
): Promise<Notice[]> {
  // The from-zero model learns its stop token like any other, and the starter knows Qwen's.
  if (isBuiltIn(modelId)) return [];
  const model = await modelFiles(context, modelId, train.seed);
  const tokenizer = await context.tokenizer(modelId);
  const stop = taughtStop(examples, tokenizer);
  if (stop === null) return [];
  const text = await folderText(context, modelId);
  return stopTokenNotices({
    token: tokenizer.tokenText(stop),
    ends: endIds(model.configText, text['generation_config.json']).map((id) => tokenizer.tokenText(id)),
    share: await shareOf(context.files, model.weights, parseModelConfig(model.configText), tokenizer, stop),
    method: train.method,
  });
}

async function shareOf(
  files: FileStore,
  paths: readonly string[],
  config: ModelConfig,
  tokenizer: Tokenizer,
  stop: number,
): Promise<number | null> {
  const head = await findTensor(files, paths, headName(config));
  if (!head) return null;
  const row = (id: number) => head.read(id, id + 1);
  const count = Math.min(MOST_RESERVED, Math.max(0, config.vocabularySize - tokenizer.vocabularySize));
  const reserved = await Promise.all(Array.from({ length: count }, (_, index) => row(config.vocabularySize - 1 - index)));
  // Byte-pair tokens are ordered by frequency, so hardly any token of the first half is rare.
  const stride = Math.max(1, Math.floor(tokenizer.vocabularySize / 2 / ORDINARY));
  const ordinary = await Promise.all(Array.from({ length: ORDINARY }, (_, index) => row(index * stride)));
  return trainedShare(await row(stop), reserved, ordinary);
}
