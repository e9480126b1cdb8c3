// Takes a PEFT folder: finds the model its adapter was trained on, and keeps the adapter beside it. A run may go on with
// the two; merge-adapter.ts makes one model of them.

import { type AdapterConfig, adapterShapes, parseAdapterConfig } from '../../core/adapter';
import { AppError } from '../../core/failure';
import type { ModelOrigin } from '../../core/model-origin';
import { type NamedTensor, parseModelConfig, readSafetensors } from '../../core/weights';
import type { StoredAdapter } from '../../storage/schema';
import { hashed, startSha256 } from '../../storage/sha256';
import type { AddedModel, ModelSummary } from '../protocol';
import { adapterFolder, adapterSummary } from './adapters';
import type { DataContext } from './context';
import { bytesOf, type FolderFile, split } from './folder-files';
import { listModels, modelConfigText } from './model-files';

const CONFIG = 'adapter_config.json';
const WEIGHTS = 'adapter_model.safetensors';

export interface AdapterFolder {
  readonly folder: string;
  readonly config: FolderFile;
  /** Absent when the folder holds no safetensors file of an adapter. */
  readonly weights: FolderFile | undefined;
}

/** The adapter among the files; null when they hold a whole model, or neither. */
export function adapterFolderOf(all: readonly FolderFile[]): AdapterFolder | null {
  const config = all.find(({ path }) => split(path)[1] === CONFIG);
  if (!config || all.some(({ path }) => split(path)[1] === 'config.json')) return null;
  const [folder] = split(config.path);
  return { folder, config, weights: all.find(({ path }) => path === folder + WEIGHTS) };
}

/** The model of this id, or the one that the adapter names, newest first; where it names none, any whose layers it fits. */
async function baseOf(
  context: DataContext,
  adapter: AdapterConfig,
  tensors: readonly NamedTensor[],
  baseId: string | undefined,
): Promise<ModelSummary> {
  const short = adapter.baseName.split('/').findLast((part) => part !== '');
  const isNamed = ({ id, name, origin }: ModelSummary) =>
    short === undefined ||
    name === short ||
    id === short ||
    name === adapter.baseName ||
    (origin?.kind === 'hub' && origin.name === adapter.baseName);
  let problem = '';
  for (const model of await listModels(context)) {
    // Random weights are no base: they are others in each run.
    if (model.fromZero || !(baseId === undefined ? isNamed(model) : model.id === baseId)) continue;
    const config = parseModelConfig(await modelConfigText(context, model.id));
    const misfit = misfitOf(adapterShapes(config, adapter.settings), tensors);
    if (misfit === null) return model;
    problem = `tensor ${misfit} does not fit "${model.name}"`;
  }
  if (problem !== '' && (short !== undefined || baseId !== undefined)) {
    throw new AppError({
      code: 'bad-input',
      reason: 'adapter_misfit',
      message: `The adapter does not belong to the model it names: ${problem}.`,
      remedy: 'Add the base model that it was trained on.',
      values: { problem },
    });
  }
  const base = adapter.baseName === '' ? '?' : adapter.baseName;
  throw new AppError({
    code: 'not-found',
    reason: 'adapter_base_missing',
    message: `The adapter was trained on "${base}", which is not in this browser.`,
    remedy: 'Add that model first, then the adapter again.',
    values: { base },
  });
}

/** Name of the first tensor that is missing, unknown or of another shape; null when all fit. */
function misfitOf(shapes: ReadonlyMap<string, readonly number[]>, tensors: readonly NamedTensor[]): string | null {
  const found = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const wrong = [...shapes].find(([name, shape]) => found.get(name)?.shape.join() !== shape.join());
  return wrong?.[0] ?? tensors.find(({ name }) => !shapes.has(name))?.name ?? null;
}

/** @throws AppError `unsupported` that names a setting of the adapter, `not-found` or `bad-input` about its base */
export async function addAdapter(
  context: DataContext,
  folder: AdapterFolder,
  { name, origin, baseId }: { readonly name: string; readonly origin: ModelOrigin; readonly baseId?: string | undefined },
): Promise<AddedModel> {
  const adapter = parseAdapterConfig(new TextDecoder().decode(await bytesOf(folder.config)));
  if (!folder.weights) {
    throw new AppError({
      code: 'bad-input',
      reason: 'no_adapter_weights',
      message: `There is no ${WEIGHTS} beside ${CONFIG}.`,
      remedy: 'Drop the whole folder of the adapter; .bin files cannot be read.',
    });
  }
  const bytes = await bytesOf(folder.weights);
  const model = await baseOf(context, adapter, readSafetensors(bytes).tensors, baseId);
  const id = context.newId();
  const path = `${adapterFolder(id)}/${WEIGHTS}`;
  const hash = await startSha256();
  await context.files.write(path, hashed(folder.weights.stream(), hash));
  const stored: StoredAdapter = {
    ...adapter,
    id,
    name,
    baseId: model.id,
    path,
    bytes: bytes.length,
    sha256: hash.digest(),
    addedAt: context.now(),
    origin,
  };
  await context.database.put('adapters', stored);
  return { model, adapter: adapterSummary(stored) };
}
