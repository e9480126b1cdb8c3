// What a run trained as zip archives that hold a Hugging Face folder. They are written into OPFS piece by piece; the
// Blobs handed out are those files. fflate writes no ZIP64, so a model above 4 GB becomes one archive for each of its
// files of weights, all to be unpacked into one folder.

import { ADAPTER_CONFIG, ADAPTER_WEIGHTS, writeAdapterConfig } from '../../../core/adapter';
import { isBuiltIn } from '../../../core/built-in-models';
import { AppError } from '../../../core/failure';
import { writeRecipe } from '../../../core/recipe';
import type { Run } from '../../../core/training';
import { type ElementType, encodeTensor, planSafetensors, planShards, shardIndex, WEIGHT_INDEX, withDtype } from '../../../core/weights';
import { exportName } from '../../../core/weights-export';
import { openNewestCheckpoint } from '../../../storage/checkpoints';
import { readRun, readRunRecords, readToolCallScores } from '../../../storage/runs';
import type { StoredAdapter } from '../../../storage/schema';
import { type ByteCounter, byteCounter, type Emit, progressOf } from '../../progress';
import type { DataCalls, ExportedFile, ModelSummary } from '../../protocol';
import { starterCard } from '../models/built-in-files';
import type { FolderText } from '../models/folder-text';
import { folderText, listModels, modelFiles } from '../models/model-files';
import type { ModelWeights } from '../models/model-weights';
import { writeFolder } from '../models/write-folder';
import type { DataContext } from '../project/context';
import { adapterWeights, selectedManifests, wholeWeights } from '../runs/run-weights';
import { modelCard } from './model-card';
import { type Archive, archivesOf, type SizedFile, type ZipFile, zipParts } from './zip-writer';

const EXPORT_FOLDER = 'exports';
const PART_BYTES = 4_000_000;
const TOKENIZER_FILES = ['tokenizer.json', 'tokenizer_config.json', 'chat_template.jinja'] as const;

type Request = DataCalls['exportModel']['arg'];

function textFile(name: string, text: string): ZipFile {
  return { name, parts: [new TextEncoder().encode(text)] };
}

/** The tensors as safetensors files, one after the other; each tensor is asked for once, in order. */
function weightsFiles(
  weights: ModelWeights,
  files: readonly { readonly fileName: string; readonly tensors: ModelWeights['specs'] }[],
  type: ElementType,
): SizedFile[] {
  const tensors = oneByOne(weights);
  return files.map(({ fileName, tensors: specs }) => {
    const plan = planSafetensors(specs, { format: 'pt' }, type);
    const parts = async function* () {
      yield plan.header;
      for (const spec of specs) {
        const tensor = await tensors.next();
        if (tensor.done || tensor.value.name !== spec.name) throw new AppError({ code: 'storage', message: `${spec.name} is missing.` });
        const bytes = encodeTensor(tensor.value.data, type);
        for (let at = 0; at < bytes.length; at += PART_BYTES) yield bytes.subarray(at, at + PART_BYTES);
      }
    };
    return { name: fileName, bytes: plan.bytes, parts: parts() };
  });
}

async function* oneByOne(weights: ModelWeights) {
  yield* weights.tensors();
}

function textFiles(text: FolderText, names: readonly (keyof FolderText)[]): ZipFile[] {
  return names.flatMap((name) => {
    const content = text[name];
    return content === undefined ? [] : [textFile(name, content)];
  });
}

/** The adapter that the run went on with, if it is still here. */
async function startOf({ database }: DataContext, { recipe }: Pick<Run, 'recipe'>): Promise<StoredAdapter | null> {
  return recipe.model.adapter === undefined ? null : ((await database.get('adapters', recipe.model.adapter)) ?? null);
}

/** Where others find the base: as the adapter before named it, by its name at the hub, or by the name it has here. */
function baseName(base: ModelSummary, start: StoredAdapter | null): string | null {
  if (start && start.baseName !== '') return start.baseName;
  if (base.fromZero) return null;
  if (isBuiltIn(base.id)) return base.id;
  return base.origin?.kind === 'hub' ? base.origin.name : base.name;
}

async function checkpointOf(context: DataContext, run: Run) {
  const { found } = await openNewestCheckpoint(context.files, await selectedManifests(context, run));
  if (found) return found;
  throw new AppError({
    code: 'not-found',
    reason: 'no_checkpoint',
    message: 'This run has no checkpoint that can be read, so there are no trained weights.',
    remedy: 'Train it until its first checkpoint, or start a new run.',
  });
}

/** README.md of the export. */
async function cardOf(
  context: DataContext,
  { runId, kind, dtype, check }: Request,
  base: ModelSummary,
  start: StoredAdapter | null,
  step: number,
): Promise<string> {
  const [run, records, evaluation] = await Promise.all([
    readRun(context.database, runId),
    readRunRecords(context.database, runId),
    readToolCallScores(context.database, runId),
  ]);
  const train = records.filter((record) => record.split === 'train').length;
  const rows = { train, eval: records.length - train };
  const weights = { kind, dtype, baseName: baseName(base, start), startName: start?.name ?? null, check: check ?? null };
  const starter = base.id === 'starter' ? await starterCard(context) : null;
  return modelCard({ run, base, step, rows, evaluation, weights, starter, recipeText: writeRecipe(run.recipe) });
}

export async function exportModel(context: DataContext, request: Request, emit: Emit, signal: AbortSignal): Promise<ExportedFile[]> {
  const { runId, kind, dtype } = request;
  const run = await readRun(context.database, runId);
  if (kind === 'adapter' && run.recipe.train.method === 'full') {
    throw new AppError({ code: 'bad-input', reason: 'no_adapter', message: 'This run trained all weights, so it has no adapter.' });
  }
  const found = await checkpointOf(context, run);
  const text = await folderText(context, run.modelId);
  const model = await modelFiles(context, run.modelId, run.recipe.train.seed, emit);
  const base = (await listModels(context)).find(({ id }) => id === run.modelId);
  if (!base) throw new AppError({ code: 'not-found', message: `The base model "${run.modelId}" was deleted.` });
  const start = await startOf(context, run);
  const small = [textFile('README.md', await cardOf(context, request, base, start, found.step))];
  let weights: SizedFile[];
  if (kind === 'adapter') {
    const adapter = await adapterWeights(run, model, found.blob);
    weights = weightsFiles(adapter, [{ fileName: ADAPTER_WEIGHTS, tensors: adapter.specs }], 'F32');
    small.push(textFile(ADAPTER_CONFIG, writeAdapterConfig(run.recipe.lora, baseName(base, start))), ...textFiles(text, TOKENIZER_FILES));
  } else {
    const whole = await wholeWeights(context, run, model, found.blob);
    const shards = planShards(whole.specs, dtype);
    weights = weightsFiles(whole, shards, dtype);
    small.push(
      textFile('config.json', withDtype(model.configText, dtype)),
      ...textFiles(text, [...TOKENIZER_FILES, 'generation_config.json']),
    );
    if (shards.length > 1) small.push(textFile(WEIGHT_INDEX, shardIndex(shards, dtype)));
  }
  const report = progressOf(
    emit,
    'export',
    weights.reduce((sum, { bytes }) => sum + bytes, 0),
    context.now,
  );
  const archives = archivesOf(exportName(run.name, kind, dtype), small, weights);
  return writeFolder(context, EXPORT_FOLDER, () => writeArchives(context, archives, run.createdAt, byteCounter(report, signal)));
}

/** Those of the last export give way. */
async function writeArchives(context: DataContext, all: readonly Archive[], at: number, counted: ByteCounter): Promise<ExportedFile[]> {
  const written: ExportedFile[] = [];
  await context.files.delete(EXPORT_FOLDER);
  for (const { fileName, files } of all) {
    const path = `${EXPORT_FOLDER}/${fileName}`;
    await context.files.write(path, counted(zipParts(files, at)));
    const blob = await context.files.open(path);
    if (!blob) throw new AppError({ code: 'storage', message: 'The archive vanished while it was written.' });
    written.push({ fileName, blob: blob.slice(0, blob.size, 'application/zip') });
  }
  return written;
}
