// Adds a model or an adapter from a Hugging Face or PEFT folder, given as files or as one zip. Copies it into OPFS, then
// checks that configuration, weights and tokenizer fit together. A copy that fails the check is deleted again.

import { parseAdapterConfig } from '../../../core/adapter';
import { AppError } from '../../../core/failure';
import { type ModelConfig, parameterCount, parseModelConfig, requireSmallFile } from '../../../core/weights';
import { hashed, startSha256 } from '../../../storage/sha256';
import { byteCounter, type Job, progressOf } from '../../progress';
import type { AddedModel, DataCalls, FoundFiles, ImportFile } from '../../protocol';
import type { DataContext } from '../project/context';
import { adapterFolderOf, addAdapter } from './add-adapter';
import { checkFolder, describeModel, type StoredFiles } from './describe-model';
import { type FolderFile, folderFiles, fromZip, smallText, split } from './folder-files';
import { modelFolder, SMALL_FILES, storedFolderText } from './folder-text';
import { modelSummary } from './model-files';
import { writeFolder } from './write-folder';

/** Finds the folder that holds config.json (the outermost, if there are several), and the files of it to store. */
function modelFolderOf(all: readonly FolderFile[]): { folder: string; wanted: FolderFile[] } {
  const configs = all.filter((file) => split(file.path)[1] === 'config.json').sort((a, b) => a.path.length - b.path.length);
  const [config] = configs;
  if (!config) {
    throw new AppError({
      code: 'bad-input',
      reason: 'no_config',
      message: 'There is no config.json among the files.',
      remedy: "Drop the model's whole folder: config.json, *.safetensors, tokenizer.json, tokenizer_config.json.",
    });
  }
  const [folder] = split(config.path);
  const small = new Set<string>(SMALL_FILES);
  const wanted = all.filter((file) => {
    const [place, name] = split(file.path);
    return place === folder && (small.has(name) || name.endsWith('.safetensors'));
  });
  requireSmallFile(wanted);
  return { folder, wanted };
}

const isWeights = ({ path }: FolderFile) => path.endsWith('.safetensors');

/** Copies the small files first, so that a model they rule out fails before gigabytes are copied. */
async function copyFiles(context: DataContext, id: string, wanted: readonly FolderFile[], { emit, signal }: Job) {
  const total = wanted.reduce((sum, file) => sum + file.bytes, 0);
  const counted = byteCounter(progressOf(emit, 'copy', total, context.now), signal);
  const stored: StoredFiles = { bytes: {}, sha256: {} };
  const copy = async (file: FolderFile) => {
    const path = `${modelFolder(id)}/${split(file.path)[1]}`;
    const hash = await startSha256();
    await context.files.write(path, hashed(counted(file.stream()), hash));
    stored.bytes[path] = file.bytes;
    stored.sha256[path] = hash.digest();
  };
  for (const file of wanted) if (!isWeights(file)) await copy(file);
  const weights = wanted.filter(isWeights);
  checkFolder(
    await storedFolderText(context.files, id),
    weights.map(({ path }) => split(path)[1]),
  );
  for (const file of weights) await copy(file);
  return stored;
}

/** Returns what {@link addModel} would store. @throws AppError `bad-input` or `unsupported`, as it would */
export async function inspectModel(files: readonly ImportFile[]): Promise<FoundFiles> {
  const all = await folderFiles(files);
  const adapter = adapterFolderOf(all);
  if (adapter) return { kind: 'adapter', ...parseAdapterConfig(await smallText(adapter.config)), bytes: adapter.weights?.bytes ?? 0 };
  const { folder, wanted } = modelFolderOf(all);
  const config = wanted.find(({ path }) => path === `${folder}config.json`);
  return {
    kind: 'model',
    config: parseModelConfig(config ? await smallText(config) : ''),
    bytes: wanted.reduce((sum, file) => sum + file.bytes, 0),
  };
}

/** Returns the name of the folder or the zip; undefined for files without either. */
function nameOf(files: readonly ImportFile[], folder: string): string | undefined {
  const named = folder.split('/').filter(Boolean).at(-1);
  return named ?? (files.length === 1 ? files[0]?.name.match(/([^/]+)\.zip$/i)?.[1] : undefined);
}

function sizeName(config: ModelConfig): string {
  return `${config.architecture} ${(parameterCount(config) / 1e6).toFixed(1)} M`;
}

/** Adds a model or an adapter. @throws AppError `bad-input` or `unsupported` that names file, tensor and what is wrong */
export async function addModel(context: DataContext, { files, baseId }: DataCalls['addModel']['arg'], job: Job): Promise<AddedModel> {
  const all = await folderFiles(files);
  const origin = { kind: fromZip(files) ? 'zip' : 'folder' } as const;
  const adapter = adapterFolderOf(all);
  if (adapter) return addAdapter(context, adapter, { name: nameOf(files, adapter.folder) ?? 'adapter', origin, baseId }, job);
  const { folder, wanted } = modelFolderOf(all);
  const id = context.newId();
  return writeFolder(context, modelFolder(id), async () => {
    const stored = await copyFiles(context, id, wanted, job);
    const model = await describeModel(context, id, stored, origin, (config) => nameOf(files, folder) ?? sizeName(config));
    await context.database.put('models', model);
    return { model: modelSummary(model), adapter: null };
  });
}
