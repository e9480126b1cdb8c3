// What is to be said of a checkpoint's stop token before the start: read from its small files and from a few rows of its
// head, never from the whole of it.

import { isBuiltIn } from '../../../core/built-in-models';
import type { Notice } from '../../../core/notice';
import type { Recipe } from '../../../core/recipe';
import { endIds, stopTokenNotices, taughtStop, trainedShare } from '../../../core/stop-token';
import type { TokenizedExample, Tokenizer } from '../../../core/tokenizer';
import {
  headerBytes,
  headName,
  type ModelConfig,
  parseModelConfig,
  readSafetensorsHeader,
  readTensor,
  type TensorEntry,
} from '../../../core/weights';
import type { FileStore } from '../../../storage/files';
import { folderText, modelFiles } from '../models/model-files';
import { modelIdOf } from '../models/model-id';
import type { DataContext } from '../project/context';

const LENGTH_FIELD_BYTES = 8;
/** Rows without a token that a stop token is compared with. */
const MOST_RESERVED = 16;
/** Tokens that stand for the ordinary ones. */
const ORDINARY = 64;

/** @param rows tokenized, of which only as many are read as it takes to find the stop token */
export async function readStopTokenNotices(context: DataContext, recipe: Recipe, rows: Iterable<TokenizedExample>): Promise<Notice[]> {
  const modelId = await modelIdOf(context.database, recipe);
  // One that starts from nothing learns its stop token with everything else; the starter knows Qwen's.
  if (isBuiltIn(modelId)) return [];
  const model = await modelFiles(context, modelId, recipe.train.seed);
  const tokenizer = await context.tokenizer(modelId);
  const stop = taughtStop(rows, tokenizer);
  if (stop === null) return [];
  const text = await folderText(context, modelId);
  return stopTokenNotices({
    token: tokenizer.tokenText(stop),
    ends: endIds(model.configText, text['generation_config.json']).map((id) => tokenizer.tokenText(id)),
    share: await shareOf(context.files, model.weights, parseModelConfig(model.configText), tokenizer, stop),
    method: recipe.train.method,
  });
}

async function shareOf(
  files: FileStore,
  paths: readonly string[],
  config: ModelConfig,
  tokenizer: Tokenizer,
  stop: number,
): Promise<number | null> {
  const head = await openTensor(files, paths, headName(config));
  if (!head) return null;
  const row = async (id: number) => readRow(head, id, config.hiddenSize);
  const count = Math.min(MOST_RESERVED, Math.max(0, config.vocabularySize - tokenizer.vocabularySize));
  const reserved = await Promise.all(Array.from({ length: count }, (_, index) => row(config.vocabularySize - 1 - index)));
  // Byte-pair tokens come in the order of how common they are: in the first half hardly one is rare.
  const stride = Math.max(1, Math.floor(tokenizer.vocabularySize / 2 / ORDINARY));
  const ordinary = await Promise.all(Array.from({ length: ORDINARY }, (_, index) => row(index * stride)));
  return trainedShare(await row(stop), reserved, ordinary);
}

interface OpenTensor {
  readonly blob: Blob;
  readonly entry: TensorEntry;
}

async function openTensor(files: FileStore, paths: readonly string[], name: string): Promise<OpenTensor | null> {
  for (const path of paths) {
    const blob = await files.open(path);
    if (!blob) continue;
    const end = headerBytes(await bytesOf(blob, 0, LENGTH_FIELD_BYTES), blob.size);
    const entry = readSafetensorsHeader(await bytesOf(blob, 0, end), blob.size).tensors.find((tensor) => tensor.name === name);
    if (entry) return { blob, entry };
  }
  return null;
}

/** Row `id` of a matrix with `columns` columns. */
async function readRow({ blob, entry }: OpenTensor, id: number, columns: number): Promise<Float32Array> {
  const bytes = (entry.end - entry.start) / (entry.shape[0] ?? 1);
  const start = entry.start + id * bytes;
  const part = await bytesOf(blob, start, start + bytes);
  return readTensor(part, { ...entry, shape: [1, columns], start: 0, end: bytes }).data;
}

async function bytesOf(blob: Blob, start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.slice(start, end).arrayBuffer());
}
