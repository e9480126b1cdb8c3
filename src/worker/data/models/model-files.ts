// Models and their files, wherever they are: built-in ones below the page's address, added ones in OPFS.

import { builtInModels, isBuiltIn } from '../../../core/built-in-models';
import { AppError } from '../../../core/failure';
import type { Tokenizer } from '../../../core/tokenizer';
import type { Database, StoredModel } from '../../../storage/schema';
import { createTokenizer } from '../../../tokenizer';
import type { Emit } from '../../progress';
import type { ModelSummary } from '../../protocol';
import type { ModelFiles } from '../../run-protocol';
import type { DataContext } from '../project/context';
import { builtInConfig, builtInFiles, builtInSummary, builtInText } from './built-in-files';
import { type FolderText, storedFolderText, tokenizerFilesOf } from './folder-text';

export type ModelSources = Pick<DataContext, 'database' | 'files' | 'fetchAsset' | 'openPageFile'>;

export async function readStoredModel(database: Database, modelId: string): Promise<StoredModel> {
  const model = await database.get('models', modelId);
  if (!model) {
    throw new AppError({
      code: 'not-found',
      reason: 'model_missing',
      message: `The model "${modelId}" is not in this browser.`,
      remedy: 'Add its folder again, or choose another model.',
      values: { model: modelId },
    });
  }
  return model;
}

/** Reads the small files of a model. @throws AppError `not-found` */
export async function folderText(context: ModelSources, modelId: string): Promise<FolderText> {
  if (isBuiltIn(modelId)) return builtInText(context, modelId);
  await readStoredModel(context.database, modelId);
  return storedFolderText(context.files, modelId);
}

/** Loads the tokenizer of a model. */
export async function modelTokenizer(context: ModelSources, modelId: string): Promise<Tokenizer> {
  return createTokenizer(modelId, tokenizerFilesOf(await folderText(context, modelId)));
}

export function modelSummary({ files: _files, sha256: _sha256, ...summary }: StoredModel): ModelSummary {
  return { ...summary, fromZero: false };
}

/** Returns the built-in models first, then the added ones, newest first. */
export async function listModels(context: DataContext): Promise<ModelSummary[]> {
  const builtIn = await Promise.all(builtInModels.map((id) => builtInSummary(context, id)));
  const stored = await context.database.getAll('models');
  return [...builtIn, ...stored.sort((a, b) => b.addedAt - a.addedAt).map(modelSummary)];
}

/** Reads `config.json` of a model, as text. Fetches no weights. */
export async function modelConfigText(context: ModelSources, modelId: string): Promise<string> {
  return isBuiltIn(modelId) ? builtInConfig(context, modelId) : ((await folderText(context, modelId))['config.json'] ?? '');
}

/**
 * Returns what the train worker needs to create a model. Fetches the weights of a built-in model, unless they are in OPFS.
 * @param seed of the initial weights, for a model without weights
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
