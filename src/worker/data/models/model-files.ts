// Where models and their files are: built-in ones below the page's address, added ones in OPFS.

import { builtInModels, isBuiltIn } from '../../../core/built-in-models';
import { AppError } from '../../../core/failure';
import type { Tokenizer } from '../../../core/tokenizer';
import { WEIGHT_INDEX } from '../../../core/weights';
import type { FileStore } from '../../../storage/files';
import type { Database, StoredModel } from '../../../storage/schema';
import { createTokenizer, type TokenizerFiles } from '../../../tokenizer';
import type { Emit } from '../../progress';
import type { ModelSummary } from '../../protocol';
import type { ModelFiles } from '../../run-protocol';
import type { DataContext } from '../project/context';
import { builtInConfig, builtInFiles, builtInSummary, builtInText } from './built-in-files';

/** The files of a Hugging Face folder that are kept beside the weights. */
export const SMALL_FILES = [
  'config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'generation_config.json',
  'chat_template.jinja',
  WEIGHT_INDEX,
] as const;
export type SmallFile = (typeof SMALL_FILES)[number];
export type FolderText = Partial<Record<SmallFile, string>>;
export type ModelSources = Pick<DataContext, 'database' | 'files' | 'fetchAsset' | 'openPageFile'>;

export function modelFolder(modelId: string): string {
  return `models/${modelId}`;
}

export async function readStoredModel(database: Database, modelId: string): Promise<StoredModel> {
  const model = await database.get('models', modelId);
  if (!model) {
    throw new AppError({
      code: 'not-found',
      reason: 'model_missing',
      message: `The model "${modelId}" is not in this browser.`,
      remedy: 'Drop its folder again, or choose another model.',
      values: { model: modelId },
    });
  }
  return model;
}

/** The small files of an added model, as text. */
export async function storedFolderText(files: FileStore, modelId: string): Promise<FolderText> {
  const text: FolderText = {};
  for (const name of SMALL_FILES) {
    const blob = await files.open(`${modelFolder(modelId)}/${name}`);
    if (blob) text[name] = await blob.text();
  }
  return text;
}

/** The small files of a model, as text. @throws AppError `not-found` */
export async function folderText(context: ModelSources, modelId: string): Promise<FolderText> {
  if (isBuiltIn(modelId)) return builtInText(context, modelId);
  await readStoredModel(context.database, modelId);
  return storedFolderText(context.files, modelId);
}

/** @throws AppError `bad-input` when the folder lacks a tokenizer. */
export function tokenizerFilesOf(text: FolderText): TokenizerFiles {
  const tokenizerJson = text['tokenizer.json'];
  const tokenizerConfigJson = text['tokenizer_config.json'];
  if (tokenizerJson === undefined || tokenizerConfigJson === undefined) {
    const missing = tokenizerJson === undefined ? 'tokenizer.json' : 'tokenizer_config.json';
    throw new AppError({
      code: 'bad-input',
      reason: 'tokenizer_missing',
      message: `The folder has no ${missing}.`,
      remedy: 'Add it: the model cannot be used without its tokenizer.',
      values: { file: missing },
    });
  }
  const chatTemplate = text['chat_template.jinja'];
  const generationConfigJson = text['generation_config.json'];
  return {
    tokenizerJson,
    tokenizerConfigJson,
    ...(chatTemplate === undefined ? {} : { chatTemplate }),
    ...(generationConfigJson === undefined ? {} : { generationConfigJson }),
  };
}

/** The tokenizer of a built-in or an added model. */
export async function modelTokenizer(context: ModelSources, modelId: string): Promise<Tokenizer> {
  return createTokenizer(modelId, tokenizerFilesOf(await folderText(context, modelId)));
}

export function modelSummary({ files: _files, sha256: _sha256, ...summary }: StoredModel): ModelSummary {
  return { ...summary, fromZero: false };
}

/** The built-in ones first, then the added ones, newest first. */
export async function listModels(context: DataContext): Promise<ModelSummary[]> {
  const builtIn = await Promise.all(builtInModels.map((id) => builtInSummary(context, id)));
  const stored = await context.database.getAll('models');
  return [...builtIn, ...stored.sort((a, b) => b.addedAt - a.addedAt).map(modelSummary)];
}

/** `config.json` of a model, as text. Fetches no weights. */
export async function modelConfigText(context: ModelSources, modelId: string): Promise<string> {
  return isBuiltIn(modelId) ? builtInConfig(context, modelId) : ((await folderText(context, modelId))['config.json'] ?? '');
}

/**
 * What the train worker needs to build the model; the weights of a built-in one are fetched when they are not here yet.
 * @param seed of the initial weights, where there are none
 */
export async function modelFiles(context: DataContext, modelId: string, seed: number, emit?: Emit): Promise<ModelFiles> {
  if (isBuiltIn(modelId)) return builtInFiles(context, modelId, seed, emit);
  const model = await readStoredModel(context.database, modelId);
  const text = await folderText(context, modelId);
  const weights = Object.keys(model.files).filter((path) => path.endsWith('.safetensors'));
  return {
    modelId,
    configText: text['config.json'] ?? '',
    weights,
    sha256: weights.flatMap((path) => model.sha256?.[path] ?? []),
    initialSeed: seed,
  };
}
