// Takes a PEFT folder: finds the stored model its adapter was trained on, merges the two, and stores the result as a
// model of its own that names both. What follows (runs, answers, exports) needs to know nothing of adapters.

import { type AdapterConfig, adapterShapes, mergedTensors, parseAdapterConfig } from '../../core/adapter';
import { AppError } from '../../core/failure';
import type { ModelOrigin } from '../../core/model-origin';
import {
  encodeTensor,
  type ModelConfig,
  type NamedTensor,
  parseModelConfig,
  planSafetensors,
  readSafetensors,
  SINGLE_WEIGHTS,
  WEIGHT_INDEX,
  withDtype,
} from '../../core/weights';
import { hashed, startSha256 } from '../../storage/sha256';
import { type Emit, progressOf, throwIfAborted } from '../progress';
import type { ModelSummary } from '../protocol';
import type { DataContext } from './context';
import { describeModel, type StoredFiles } from './describe-model';
import { bytesOf, type FolderFile, split } from './folder-files';
import { folderText, listModels, modelFiles, modelFolder, modelSummary, SMALL_FILES } from './model-files';
import { baseWeights, type RunWeights } from './run-weights';

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

interface Base {
  readonly model: ModelSummary;
  readonly config: ModelConfig;
}

/** The built-in or stored model that the adapter names, newest first; where it names none, any whose layers it fits. */
async function baseOf(context: DataContext, adapter: AdapterConfig, tensors: readonly NamedTensor[]): Promise<Base> {
  const short = adapter.baseName.split('/').findLast((part) => part !== '');
  const isNamed = ({ id, name, origin }: ModelSummary) =>
    short === undefined ||
    name === short ||
    id === short ||
    name === adapter.baseName ||
    (origin?.kind === 'hub' && origin.name === adapter.baseName);
  let problem = '';
  for (const model of await listModels(context)) {
    if (model.fromZero || !isNamed(model)) continue;
    const config = parseModelConfig((await folderText(context, model.id))['config.json'] ?? '');
    const misfit = misfitOf(adapterShapes(config, adapter.settings), tensors);
    if (misfit === null) return { model, config };
    problem = `tensor ${misfit} does not fit "${model.name}"`;
  }
  if (problem !== '' && short !== undefined) {
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

/** One safetensors file of all tensors, F32. */
async function* fileOf({ specs, tensors }: RunWeights, onBytes: (bytes: number) => void, signal: AbortSignal) {
  yield planSafetensors(specs, { format: 'pt' }).header;
  for await (const { data } of tensors()) {
    throwIfAborted(signal);
    const bytes = encodeTensor(data, 'F32');
    yield bytes;
    onBytes(bytes.length);
  }
}

/** @throws AppError `unsupported` that names a setting of the adapter, `not-found` or `bad-input` about its base */
export async function addAdapter(
  context: DataContext,
  folder: AdapterFolder,
  { origin, nameOf }: { readonly origin: ModelOrigin; readonly nameOf: (config: ModelConfig) => string },
  emit: Emit,
  signal: AbortSignal,
): Promise<ModelSummary> {
  const adapter = parseAdapterConfig(new TextDecoder().decode(await bytesOf(folder.config)));
  if (!folder.weights) {
    throw new AppError({
      code: 'bad-input',
      reason: 'no_adapter_weights',
      message: `There is no ${WEIGHTS} beside ${CONFIG}.`,
      remedy: 'Drop the whole folder of the adapter; .bin files cannot be read.',
    });
  }
  const { tensors } = readSafetensors(await bytesOf(folder.weights));
  const { model: base, config } = await baseOf(context, adapter, tensors);
  const id = context.newId();
  try {
    const stored: StoredFiles = { bytes: {}, sha256: {} };
    const write = async (name: string, parts: AsyncIterable<Uint8Array>) => {
      const path = `${modelFolder(id)}/${name}`;
      const hash = await startSha256();
      await context.files.write(path, hashed(parts, hash));
      stored.bytes[path] = (await context.files.open(path))?.size ?? 0;
      stored.sha256[path] = hash.digest();
    };
    const text = await folderText(context, base.id);
    for (const name of SMALL_FILES) {
      const content = name === 'config.json' ? withDtype(text[name] ?? '', 'F32') : text[name];
      if (content !== undefined && name !== WEIGHT_INDEX) await write(name, textParts(content));
    }
    const source = await baseWeights(context, config, await modelFiles(context, base.id, 0, emit));
    const merged = { ...source, tensors: () => mergedTensors(source.tensors(), tensors, adapter.settings) };
    const report = progressOf(emit, 'copy', base.parameters * Float32Array.BYTES_PER_ELEMENT, context.now);
    let done = 0;
    const onBytes = (bytes: number) => {
      done += bytes;
      report(done);
    };
    await write(SINGLE_WEIGHTS, fileOf(merged, onBytes, signal));
    const model = await describeModel(context, id, stored, origin, () => `${base.name} + ${nameOf(config)}`);
    await context.database.put('models', model);
    return modelSummary(model);
  } catch (error) {
    await context.files.delete(modelFolder(id));
    throw error;
  }
}

async function* textParts(text: string) {
  yield new TextEncoder().encode(text);
}
