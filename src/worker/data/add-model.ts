// Takes a Hugging Face folder, as files or as one zip: copies it into OPFS, then proves that config, weights and
// tokenizer fit together. What does not is deleted again, with the reason.

import { AppError } from '../../core/failure';
import {
  headerBytes,
  type ModelConfig,
  parameterCount,
  parameterShapes,
  parseModelConfig,
  readSafetensorsHeader,
  type TensorEntry,
} from '../../core/weights';
import type { StoredModel } from '../../storage/schema';
import { createTokenizer } from '../../tokenizer';
import { type Emit, progressOf, throwIfAborted } from '../progress';
import type { ImportFile, ModelSummary } from '../protocol';
import type { DataContext } from './context';
import { modelFolder, modelSummary, SMALL_FILES, storedFolderText, tokenizerFilesOf } from './model-files';
import { readZip, safePath } from './zip';

interface FolderFile {
  readonly path: string;
  readonly bytes: number;
  stream(): AsyncIterable<Uint8Array>;
}

/** tokenizer.json of large vocabularies has some 20 MB; nothing else here is larger. */
const LARGEST_SMALL_FILE = 100_000_000;
const FIRST_BYTES = 8;
/** What a weights file may hold beyond the config's parameters without any harm. */
const HARMLESS = /\.rotary_emb\.inv_freq$/;

async function* partsOf(file: Blob): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = file.stream().getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
}

async function folderFiles(files: readonly ImportFile[]): Promise<FolderFile[]> {
  const [only] = files;
  if (files.length === 1 && only && /\.zip$/i.test(only.name)) return readZip(only.file);
  return files.map(({ name, file }) => ({ path: safePath(name), bytes: file.size, stream: () => partsOf(file) }));
}

function split(path: string): [folder: string, name: string] {
  const at = path.lastIndexOf('/');
  return [path.slice(0, at + 1), path.slice(at + 1)];
}

/** The folder that holds config.json (the outermost, if several do), and its files that are wanted. */
function modelFolderOf(all: readonly FolderFile[]): { folder: string; wanted: FolderFile[] } {
  const configs = all.filter((file) => split(file.path)[1] === 'config.json').sort((a, b) => a.path.length - b.path.length);
  const [config] = configs;
  if (!config) {
    throw new AppError({
      code: 'bad-input',
      reason: 'no_config',
      message: 'There is no config.json among the files.',
      remedy: 'Drop the whole folder of a model: config.json, *.safetensors, tokenizer.json, tokenizer_config.json.',
    });
  }
  const [folder] = split(config.path);
  const small = new Set<string>(SMALL_FILES);
  const wanted = all.filter((file) => {
    const [place, name] = split(file.path);
    return place === folder && (small.has(name) || name.endsWith('.safetensors'));
  });
  const large = wanted.find((file) => !file.path.endsWith('.safetensors') && file.bytes > LARGEST_SMALL_FILE);
  if (large) throw new AppError({ code: 'bad-input', message: `${large.path} has ${large.bytes} bytes; no such file is that large.` });
  return { folder, wanted };
}

async function* counted(parts: AsyncIterable<Uint8Array>, onBytes: (bytes: number) => void, signal: AbortSignal) {
  for await (const part of parts) {
    throwIfAborted(signal);
    onBytes(part.byteLength);
    yield part;
  }
}

async function copyFiles(context: DataContext, id: string, wanted: readonly FolderFile[], emit: Emit, signal: AbortSignal) {
  const total = wanted.reduce((sum, file) => sum + file.bytes, 0);
  const report = progressOf(emit, 'copy', total, context.now);
  let done = 0;
  const onBytes = (bytes: number) => {
    done += bytes;
    report(done);
  };
  const files: Record<string, number> = {};
  for (const file of wanted) {
    const path = `${modelFolder(id)}/${split(file.path)[1]}`;
    await context.files.write(path, counted(file.stream(), onBytes, signal));
    files[path] = file.bytes;
  }
  return files;
}

async function headerOf(blob: Blob): Promise<readonly TensorEntry[]> {
  const bytes = async (end: number) => new Uint8Array(await blob.slice(0, end).arrayBuffer());
  return readSafetensorsHeader(await bytes(headerBytes(await bytes(FIRST_BYTES), blob.size)), blob.size).tensors;
}

function misfit(message: string, file: string): AppError {
  return new AppError({
    code: 'bad-input',
    reason: 'weights_misfit',
    message,
    remedy: 'Take config.json and all .safetensors files from the same model folder.',
    place: { file },
    values: { problem: message },
  });
}

/** Every parameter of the config must be there once, in its shape. Reads headers only. */
async function checkWeights(context: DataContext, config: ModelConfig, paths: readonly string[]): Promise<void> {
  const shapes = parameterShapes(config);
  const found = new Set<string>();
  for (const path of paths) {
    const name = split(path)[1];
    const blob = await context.files.open(path);
    if (!blob) throw misfit(`${name} is missing.`, name);
    for (const tensor of await headerOf(blob)) {
      const shape = shapes.get(tensor.name);
      if (!shape) {
        if ((config.tied && tensor.name === 'lm_head.weight') || HARMLESS.test(tensor.name)) continue;
        throw misfit(`Tensor ${tensor.name} is not part of this model.`, name);
      }
      if (found.has(tensor.name)) throw misfit(`Tensor ${tensor.name} is there twice.`, name);
      if (shape.join() !== tensor.shape.join()) {
        throw misfit(`Tensor ${tensor.name} has shape [${tensor.shape.join(', ')}], config.json asks for [${shape.join(', ')}].`, name);
      }
      found.add(tensor.name);
    }
  }
  for (const name of shapes.keys())
    if (!found.has(name)) throw misfit(`Tensor ${name} is missing.`, paths.map((path) => split(path)[1]).join(', '));
}

function displayName(files: readonly ImportFile[], folder: string, config: ModelConfig): string {
  const named = folder.split('/').filter(Boolean).at(-1);
  const zip = files.length === 1 ? files[0]?.name.match(/([^/]+)\.zip$/i)?.[1] : undefined;
  return named ?? zip ?? `${config.architecture} ${(parameterCount(config) / 1e6).toFixed(1)} M`;
}

/** @throws AppError `bad-input` or `unsupported` that names file, tensor and what is wrong. */
export async function addModel(context: DataContext, files: readonly ImportFile[], emit: Emit, signal: AbortSignal): Promise<ModelSummary> {
  const { folder, wanted } = modelFolderOf(await folderFiles(files));
  const id = context.newId();
  try {
    const stored = await copyFiles(context, id, wanted, emit, signal);
    const model = await describeModel(context, id, stored, (config) => displayName(files, folder, config));
    await context.database.put('models', model);
    return modelSummary(model);
  } catch (error) {
    await context.files.delete(modelFolder(id));
    throw error;
  }
}

async function describeModel(
  context: DataContext,
  id: string,
  files: Readonly<Record<string, number>>,
  nameOf: (config: ModelConfig) => string,
): Promise<StoredModel> {
  const text = await storedFolderText(context.files, id);
  const config = parseModelConfig(text['config.json'] ?? '');
  const weights = Object.keys(files).filter((path) => path.endsWith('.safetensors'));
  if (weights.length === 0) {
    throw new AppError({
      code: 'bad-input',
      reason: 'no_weights',
      message: 'There is no .safetensors file among the files.',
      remedy: 'Drop the whole folder of the model; .bin and .gguf files cannot be read.',
    });
  }
  await checkWeights(context, config, weights);
  const tokenizer = await createTokenizer(id, tokenizerFilesOf(text));
  if (tokenizer.vocabularySize > config.vocabularySize) {
    throw misfit(
      `The tokenizer has ${tokenizer.vocabularySize} tokens, the model's embedding only ${config.vocabularySize}.`,
      'tokenizer.json',
    );
  }
  return {
    id,
    name: nameOf(config),
    architecture: config.architecture,
    parameters: parameterCount(config),
    bytes: Object.values(files).reduce((sum, bytes) => sum + bytes, 0),
    vocabularySize: config.vocabularySize,
    addedAt: context.now(),
    hasChatTemplate: tokenizer.chatTemplate !== undefined,
    files,
  };
}
