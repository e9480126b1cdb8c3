// The small files of a model's folder: everything except the weights, read as text.

import { AppError } from '../../../core/failure';
import { WEIGHT_INDEX } from '../../../core/weights';
import type { FileStore } from '../../../storage/files';
import type { TokenizerFiles } from '../../../tokenizer';

/** Files of a Hugging Face folder that are stored with the weights. */
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

/** Folder of a model's files in OPFS. */
export function modelFolder(modelId: string): string {
  return `models/${modelId}`;
}

/** Reads the small files of an added model. */
export async function storedFolderText(files: FileStore, modelId: string): Promise<FolderText> {
  const text: FolderText = {};
  for (const name of SMALL_FILES) {
    const blob = await files.open(`${modelFolder(modelId)}/${name}`);
    if (blob) text[name] = await blob.text();
  }
  return text;
}

/** Picks the tokenizer's files. @throws AppError `bad-input` when one is missing */
export function tokenizerFilesOf(text: FolderText): TokenizerFiles {
  const tokenizerJson = text['tokenizer.json'];
  const tokenizerConfigJson = text['tokenizer_config.json'];
  if (tokenizerJson === undefined || tokenizerConfigJson === undefined) {
    const missing = tokenizerJson === undefined ? 'tokenizer.json' : 'tokenizer_config.json';
    throw new AppError({
      code: 'bad-input',
      reason: 'tokenizer_missing',
      message: `The folder has no ${missing}.`,
      remedy: 'Add this file. A model cannot be used without its tokenizer.',
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
