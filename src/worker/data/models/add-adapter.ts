// Adds an adapter from a PEFT folder: finds the stored model that it was trained on, and stores the adapter. A run can
// continue it, and merge-adapter.ts merges the two into one model.

import {
  ADAPTER_CONFIG,
  ADAPTER_WEIGHTS,
  type AdapterConfig,
  adapterShapes,
  basesNamed,
  holdsAdapter,
  noAdapterWeights,
  parseAdapterConfig,
} from '../../../core/adapter';
import { AppError } from '../../../core/failure';
import type { ModelOrigin } from '../../../core/model-info';
import { parseModelConfig, type TensorEntry } from '../../../core/weights';
import type { StoredAdapter } from '../../../storage/schema';
import { hashed, startSha256 } from '../../../storage/sha256';
import { readHeader } from '../../../storage/stored-tensors';
import { byteCounter, type Job, progressOf } from '../../progress';
import type { AddedModel, ModelSummary } from '../../protocol';
import type { DataContext } from '../project/context';
import { adapterFolder, adapterSummary } from './adapters';
import { type FolderFile, smallText, split } from './folder-files';
import { listModels, modelConfigText } from './model-files';
import { writeFolder } from './write-folder';

export interface AdapterFolder {
  readonly folder: string;
  readonly config: FolderFile;
  /** Absent when the folder has no safetensors file of an adapter. */
  readonly weights: FolderFile | undefined;
}

/** What is stored with an adapter. */
interface Labels {
  readonly name: string;
  readonly origin: ModelOrigin;
  /** Id of the base model. Without it, the model that the adapter names is used. */
  readonly baseId?: string | undefined;
}

/** Finds the adapter among the files; null when they hold a whole model, or neither. */
export function adapterFolderOf(all: readonly FolderFile[]): AdapterFolder | null {
  if (!holdsAdapter(all.map(({ path }) => split(path)[1]))) return null;
  const config = all.find(({ path }) => split(path)[1] === ADAPTER_CONFIG);
  if (!config) return null;
  const [folder] = split(config.path);
  return { folder, config, weights: all.find(({ path }) => path === folder + ADAPTER_WEIGHTS) };
}

function baseMissing({ baseName }: AdapterConfig): AppError {
  const base = baseName === '' ? '?' : baseName;
  return new AppError({
    code: 'not-found',
    reason: 'adapter_base_missing',
    message: `The adapter was trained on "${base}", which is not in this browser.`,
    remedy: `Download or add ${base === '?' ? 'that model' : base} first, then add the adapter again.`,
    values: { base },
  });
}

/**
 * Returns the model with the id `baseId`, or the models that the adapter names, newest first. If it names none, all models.
 * @throws AppError `not-found` that names the base model, when there is none
 */
export async function basesOf(context: DataContext, adapter: AdapterConfig, baseId?: string): Promise<readonly ModelSummary[]> {
  const models = await listModels(context);
  const bases =
    baseId === undefined ? basesNamed(adapter.baseName, models) : models.filter(({ id, fromZero }) => id === baseId && !fromZero);
  if (bases.length === 0) throw baseMissing(adapter);
  return bases;
}

/** Returns the first possible base model that the tensors fit. */
async function fittingBase(
  context: DataContext,
  adapter: AdapterConfig,
  tensors: readonly TensorEntry[],
  baseId: string | undefined,
): Promise<ModelSummary> {
  let problem = '';
  for (const model of await basesOf(context, adapter, baseId)) {
    const config = parseModelConfig(await modelConfigText(context, model.id));
    const misfit = misfitOf(adapterShapes(config, adapter.settings), tensors);
    if (misfit === null) return model;
    problem = `tensor ${misfit} does not fit "${model.name}"`;
  }
  if (adapter.baseName === '' && baseId === undefined) throw baseMissing(adapter);
  throw new AppError({
    code: 'bad-input',
    reason: 'adapter_misfit',
    message: `The adapter does not fit the model it names: ${problem}.`,
    remedy: 'Add the base model that it was trained on.',
    values: { problem },
  });
}

/** Returns the name of the first tensor that is missing, unknown or of another shape; null when all fit. */
function misfitOf(shapes: ReadonlyMap<string, readonly number[]>, tensors: readonly TensorEntry[]): string | null {
  const found = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const wrong = [...shapes].find(([name, shape]) => found.get(name)?.shape.join() !== shape.join());
  return wrong?.[0] ?? tensors.find(({ name }) => !shapes.has(name))?.name ?? null;
}

/**
 * Copies an adapter and stores it. Deletes the copy again when it does not fit.
 * @throws AppError `unsupported` that names a setting of the adapter; `not-found` or `bad-input` about its base model
 */
export async function addAdapter(
  context: DataContext,
  { config, weights }: AdapterFolder,
  { name, origin, baseId }: Labels,
  { emit, signal }: Job,
): Promise<AddedModel> {
  const adapter = parseAdapterConfig(await smallText(config));
  if (!weights) throw noAdapterWeights();
  // Fail before anything is copied.
  await basesOf(context, adapter, baseId);
  const id = context.newId();
  const path = `${adapterFolder(id)}/${ADAPTER_WEIGHTS}`;
  return writeFolder(context, adapterFolder(id), async () => {
    const counted = byteCounter(progressOf(emit, 'copy', weights.bytes, context.now), signal);
    const hash = await startSha256();
    await context.files.write(path, hashed(counted(weights.stream()), hash));
    const { tensors } = await readHeader((await context.files.open(path)) ?? new Blob());
    const model = await fittingBase(context, adapter, tensors, baseId);
    const stored: StoredAdapter = {
      ...adapter,
      id,
      name,
      baseId: model.id,
      path,
      bytes: weights.bytes,
      sha256: hash.digest(),
      addedAt: context.now(),
      origin,
    };
    await context.database.put('adapters', stored);
    return { model, adapter: adapterSummary(stored) };
  });
}
