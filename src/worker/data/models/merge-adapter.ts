// Merges base model and adapter into a new model, named after both. Runs, answers and exports then treat it as any model.

import { mergedTensors } from '../../../core/adapter';
import type { ExportCheck } from '../../../core/exports';
import { AppError } from '../../../core/failure';
import { encodeTensor, parseModelConfig, planSafetensors, SINGLE_WEIGHTS, WEIGHT_INDEX, withDtype } from '../../../core/weights';
import type { StoredAdapter } from '../../../storage/schema';
import { hashed, startSha256 } from '../../../storage/sha256';
import { readTensors } from '../../../storage/stored-tensors';
import { type Job, progressOf, throwIfAborted } from '../../progress';
import type { ModelSummary } from '../../protocol';
import type { DataContext } from '../project/context';
import { describeModel, type StoredFiles } from './describe-model';
import { modelFolder, SMALL_FILES } from './folder-text';
import { folderText, listModels, modelFiles, modelSummary } from './model-files';
import { baseWeights, type ModelWeights } from './model-weights';
import { writeFolder } from './write-folder';

/** Yields a safetensors file of all tensors, F32. */
async function* fileOf({ specs, tensors }: ModelWeights, onBytes: (bytes: number) => void, signal: AbortSignal) {
  yield planSafetensors(specs, { format: 'pt' }).header;
  for await (const { data } of tensors()) {
    throwIfAborted(signal);
    const bytes = encodeTensor(data, 'F32');
    yield bytes;
    onBytes(bytes.length);
  }
}

async function* textParts(text: string) {
  yield new TextEncoder().encode(text);
}

/**
 * Stores the merged model.
 * @param mergeCheck result of the check that came before
 * @throws AppError `not-found` when the base model is missing; `storage` when the adapter's file is
 */
export async function mergeAdapter(
  context: DataContext,
  adapter: StoredAdapter,
  mergeCheck: ExportCheck,
  { emit, signal }: Job,
): Promise<ModelSummary> {
  const base = (await listModels(context)).find(({ id }) => id === adapter.baseId);
  if (!base) throw new AppError({ code: 'not-found', message: `The base model of "${adapter.name}" is missing.`, remedy: 'Add it again.' });
  const file = await context.files.open(adapter.path);
  if (!file) throw new AppError({ code: 'storage', message: `The file of the adapter "${adapter.name}" is missing.` });
  const tensors = await readTensors(file);
  const id = context.newId();
  return writeFolder(context, modelFolder(id), async () => {
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
    const source = await baseWeights(context, parseModelConfig(text['config.json'] ?? ''), await modelFiles(context, base.id, 0, emit));
    const merged = { ...source, tensors: () => mergedTensors(source.tensors(), tensors, adapter.settings) };
    const report = progressOf(emit, 'copy', base.parameters * Float32Array.BYTES_PER_ELEMENT, context.now);
    let done = 0;
    const onBytes = (bytes: number) => {
      done += bytes;
      report(done);
    };
    await write(SINGLE_WEIGHTS, fileOf(merged, onBytes, signal));
    const described = await describeModel(context, id, stored, { kind: 'merged' }, () => `${base.name} + ${adapter.name}`);
    const model = { ...described, mergeCheck };
    await context.database.put('models', model);
    return modelSummary(model);
  });
}
