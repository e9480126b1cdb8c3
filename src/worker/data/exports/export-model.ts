// Exports the weights of a run as zip archives of a Hugging Face folder. They are written into OPFS piece by piece, and
// the Blobs returned are those files. fflate writes no ZIP64, so a model above 4 GB becomes one archive for each file of
// weights, all to be unpacked into one folder.

import { isBuiltIn } from '../../../core/built-in-models';
import { weightsKind, writtenType } from '../../../core/exports';
import { AppError } from '../../../core/failure';
import { writeRecipe } from '../../../core/recipe';
import type { Run } from '../../../core/training';
import { openNewestCheckpoint } from '../../../storage/checkpoints';
import { readRun, readRunRecords, readToolCallScores } from '../../../storage/runs';
import type { StoredAdapter } from '../../../storage/schema';
import { type ByteCounter, byteCounter, type Job, progressOf } from '../../progress';
import type { DataCalls, ExportedFile, ModelSummary } from '../../protocol';
import { starterCard } from '../models/built-in-files';
import { folderText, listModels, modelFiles } from '../models/model-files';
import { writeFolder } from '../models/write-folder';
import type { DataContext } from '../project/context';
import { selectedManifests } from '../runs/run-weights';
import { type ExportedWeights, modelCard } from './model-card';
import { weightsExporters } from './weights-exporters';
import { type Archive, archivesOf, textFile, zipParts } from './zip-writer';

const EXPORT_FOLDER = 'exports';

type Request = DataCalls['exportModel']['arg'];

/** @throws AppError `bad-input` for an adapter of a run that has none, `not-found` without a checkpoint or base model */
export async function exportModel(context: DataContext, request: Request, { emit, signal }: Job): Promise<ExportedFile[]> {
  const kind = weightsKind(request.kind);
  const exporter = weightsExporters[request.kind];
  const dtype = writtenType(kind, request.dtype);
  const run = await readRun(context.database, request.runId);
  if (kind.needsAdapter && run.recipe.train.method === 'full') {
    throw new AppError({ code: 'bad-input', reason: 'no_adapter', message: 'This run trained all weights, so it has no adapter.' });
  }
  const checkpoint = await checkpointOf(context, run);
  const folder = await folderText(context, run.modelId);
  const model = await modelFiles(context, run.modelId, run.recipe.train.seed, emit);
  const base = (await listModels(context)).find(({ id }) => id === run.modelId);
  if (!base) throw new AppError({ code: 'not-found', message: `The base model "${run.modelId}" was deleted.` });
  const start = await startAdapter(context, run);
  const baseName = publicName(base, start);
  const { small, weights } = await exporter.files(context, { run, model, folder, baseName, checkpoint: checkpoint.blob }, dtype);
  const described: ExportedWeights = {
    card: exporter.card,
    dtype,
    baseName,
    startName: start?.name ?? null,
    check: request.check ?? null,
  };
  const readme = textFile('README.md', await readmeOf(context, run, base, checkpoint.step, described));
  const bytes = weights.reduce((sum, file) => sum + file.bytes, 0);
  const report = progressOf(emit, 'export', bytes, context.now);
  const archives = archivesOf(kind.archiveName(run.name, dtype), [readme, ...small], weights);
  return writeFolder(context, EXPORT_FOLDER, () => writeArchives(context, archives, run.createdAt, byteCounter(report, signal)));
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

/** The adapter that the run continued from, if it is still stored. */
async function startAdapter({ database }: DataContext, { recipe }: Run): Promise<StoredAdapter | null> {
  return recipe.model.adapter === undefined ? null : ((await database.get('adapters', recipe.model.adapter)) ?? null);
}

/** Where others find the base model: the name in the first adapter's configuration, its name on the hub, or its name here. */
function publicName(base: ModelSummary, start: StoredAdapter | null): string | null {
  if (start && start.baseName !== '') return start.baseName;
  if (base.fromZero) return null;
  if (isBuiltIn(base.id)) return base.id;
  return base.origin?.kind === 'hub' ? base.origin.name : base.name;
}

async function readmeOf(context: DataContext, run: Run, base: ModelSummary, step: number, weights: ExportedWeights): Promise<string> {
  const [records, evaluation] = await Promise.all([readRunRecords(context.database, run.id), readToolCallScores(context.database, run.id)]);
  const train = records.filter((record) => record.split === 'train').length;
  const rows = { train, eval: records.length - train };
  const starter = base.id === 'starter' ? await starterCard(context) : null;
  return modelCard({ run, base, step, rows, evaluation, weights, starter, recipeText: writeRecipe(run.recipe) });
}

/** Replaces the archives of the previous export. */
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
