// Where models and their files are: the embedded starter below the page's address, added ones in OPFS.

import * as z from 'zod/mini';
import { AppError } from '../../core/failure';
import type { Tokenizer } from '../../core/tokenizer';
import { parameterCount, parseModelConfig, WEIGHT_INDEX } from '../../core/weights';
import type { FileStore } from '../../storage/files';
import type { Database, StoredModel } from '../../storage/schema';
import { createTokenizer, type TokenizerFiles } from '../../tokenizer';
import type { ModelSummary } from '../protocol';
import type { ModelFiles } from '../run-protocol';
import type { DataContext } from './context';

export const STARTER = 'starter';
const STARTER_FOLDER = 'models/starter';

/** The files of a Hugging Face folder that are kept beside the weights. */
export const SMALL_FILES = [
  'config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'generation_config.json',
  'chat_template.jinja',
  WEIGHT_INDEX,
] as const;
const STARTER_FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'generation_config.json'] as const;
export type SmallFile = (typeof SMALL_FILES)[number];
export type FolderText = Partial<Record<SmallFile, string>>;

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

async function starterText(context: Pick<DataContext, 'fetchAsset'>): Promise<FolderText> {
  const text: FolderText = {};
  for (const name of STARTER_FILES) text[name] = await (await context.fetchAsset(`${STARTER_FOLDER}/${name}`)).text();
  return text;
}

/** The small files of a model, as text. @throws AppError `not-found` */
export async function folderText(context: Pick<DataContext, 'database' | 'files' | 'fetchAsset'>, modelId: string): Promise<FolderText> {
  if (modelId === STARTER) return starterText(context);
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

/** The tokenizer of an added model. */
export async function storedTokenizer(
  context: Pick<DataContext, 'database' | 'files' | 'fetchAsset'>,
  modelId: string,
): Promise<Tokenizer> {
  return createTokenizer(modelId, tokenizerFilesOf(await folderText(context, modelId)));
}

const withTemplate = z.looseObject({ chat_template: z.optional(z.unknown()) });

async function starterSummary(context: DataContext): Promise<ModelSummary> {
  const text = await folderText(context, STARTER);
  const config = parseModelConfig(text['config.json'] ?? '');
  const tokenizerConfig = withTemplate.safeParse(JSON.parse(text['tokenizer_config.json'] ?? '{}'));
  const parameters = parameterCount(config);
  return {
    id: STARTER,
    name: 'Starter',
    architecture: config.architecture,
    parameters,
    bytes: parameters * Float32Array.BYTES_PER_ELEMENT,
    vocabularySize: config.vocabularySize,
    fromZero: true,
    hasChatTemplate: tokenizerConfig.success && tokenizerConfig.data.chat_template != null,
  };
}

export function modelSummary({ files: _files, sha256: _sha256, ...summary }: StoredModel): ModelSummary {
  return { ...summary, fromZero: false };
}

/** The starter first, then the added ones, newest first. */
export async function listModels(context: DataContext): Promise<ModelSummary[]> {
  const stored = await context.database.getAll('models');
  return [await starterSummary(context), ...stored.sort((a, b) => b.addedAt - a.addedAt).map(modelSummary)];
}

/** What the train worker needs to build the model. @param seed of the initial weights, where there are none. */
export async function modelFiles(context: DataContext, modelId: string, seed: number): Promise<ModelFiles> {
  if (modelId === STARTER) {
    const config = await context.fetchAsset(`${STARTER_FOLDER}/config.json`);
    return { modelId, configText: await config.text(), weights: [], sha256: [], initialSeed: seed };
  }
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
