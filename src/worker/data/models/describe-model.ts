// Checks that a model's configuration, weights and tokenizer fit together, and describes the model for the list.

import { AppError } from '../../../core/failure';
import type { ModelOrigin } from '../../../core/model-info';
import { type ModelConfig, parameterCount, parseModelConfig, parseWeightIndex, WEIGHT_INDEX, weightFiles } from '../../../core/weights';
import type { StoredModel } from '../../../storage/schema';
import { createTokenizer } from '../../../tokenizer';
import type { DataContext } from '../project/context';
import { checkWeights } from './check-weights';
import { type FolderText, modelFolder, storedFolderText, tokenizerFilesOf } from './folder-text';

/** Files of a model, by OPFS path. */
export interface StoredFiles {
  readonly bytes: Record<string, number>;
  /** Hex. */
  readonly sha256: Record<string, string>;
}

/**
 * Checks what can be checked before the weights arrive: the architecture, the tokenizer's files, the names of the weights.
 * @param weights names of the .safetensors files
 * @throws AppError `bad-input` or `unsupported`
 */
export function checkFolder(text: FolderText, weights: readonly string[]): ModelConfig {
  const config = parseModelConfig(text['config.json'] ?? '');
  tokenizerFilesOf(text);
  if (weights.length === 0) {
    throw new AppError({
      code: 'bad-input',
      reason: 'no_weights',
      message: 'There is no .safetensors file among the files.',
      remedy: "Drop the model's whole folder. .bin and .gguf files cannot be read.",
    });
  }
  const index = text[WEIGHT_INDEX];
  weightFiles(weights, index === undefined ? null : parseWeightIndex(index));
  return config;
}

/**
 * Checks and describes a model whose files are stored.
 * @throws AppError `bad-input` or `unsupported` that names file, tensor and what is wrong
 */
export async function describeModel(
  context: Pick<DataContext, 'files' | 'now'>,
  id: string,
  { bytes, sha256 }: StoredFiles,
  origin: ModelOrigin,
  nameOf: (config: ModelConfig) => string,
): Promise<StoredModel> {
  const text = await storedFolderText(context.files, id);
  const folder = modelFolder(id);
  const weights = Object.keys(bytes)
    .filter((path) => path.endsWith('.safetensors'))
    .map((path) => path.slice(folder.length + 1));
  const config = checkFolder(text, weights);
  await checkWeights(context.files, folder, config, weights, text[WEIGHT_INDEX]);
  const tokenizer = await createTokenizer(id, tokenizerFilesOf(text));
  if (tokenizer.vocabularySize > config.vocabularySize) {
    throw new AppError({
      code: 'bad-input',
      reason: 'tokenizer_too_large',
      message: `The tokenizer has ${tokenizer.vocabularySize} tokens, but the model's embedding has only ${config.vocabularySize}.`,
      remedy: 'Use the tokenizer files of the same model as config.json.',
      place: { file: 'tokenizer.json' },
      values: { tokens: tokenizer.vocabularySize, rows: config.vocabularySize },
    });
  }
  return {
    id,
    name: nameOf(config),
    architecture: config.architecture,
    parameters: parameterCount(config),
    bytes: Object.values(bytes).reduce((sum, each) => sum + each, 0),
    vocabularySize: config.vocabularySize,
    addedAt: context.now(),
    hasChatTemplate: tokenizer.chatTemplate !== undefined,
    files: bytes,
    sha256,
    origin,
  };
}
