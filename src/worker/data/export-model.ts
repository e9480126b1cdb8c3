// A trained model as a zip that is a Hugging Face folder. The archive is written into OPFS piece by piece, so that its
// size does not have to fit into memory twice; the Blob handed out is that file.

import { Zip, ZipPassThrough } from 'fflate';
import { AppError } from '../../core/failure';
import { writeRecipe } from '../../core/recipe';
import { parameterShapes, parseModelConfig, planSafetensors, readSafetensorsHeader } from '../../core/weights';
import { openNewestCheckpoint } from '../../storage/checkpoints';
import { readEvaluation, readRun, readRunRecords } from '../../storage/runs';
import { type Emit, progressOf, throwIfAborted } from '../progress';
import type { DataContext } from './context';
import { manifestsToHandOn } from './hand-on';
import { modelCard } from './model-card';
import { folderText, listModels, SMALL_FILES } from './model-files';

const EXPORT_FOLDER = 'exports';
/** fflate writes no ZIP64. */
const LARGEST_ZIP = 4_000_000_000;
/** Zip archives know no earlier dates. */
const EARLIEST_DATE = Date.UTC(1980, 0, 2);
const PART_BYTES = 4_000_000;

interface ZipFile {
  readonly name: string;
  readonly parts: Iterable<Uint8Array<ArrayBuffer>>;
}

/** The archive's bytes as they come to be; files are stored, since weights hardly shrink. */
function* zipParts(files: Iterable<ZipFile>, at: Date): Generator<Uint8Array, void, undefined> {
  let ready: Uint8Array[] = [];
  let failure: Error | null = null;
  const zip = new Zip((error, part) => {
    if (error) failure = error;
    else ready.push(part);
  });
  const take = () => {
    if (failure) throw failure;
    const parts = ready;
    ready = [];
    return parts;
  };
  for (const { name, parts } of files) {
    const entry = new ZipPassThrough(name);
    entry.mtime = at;
    zip.add(entry);
    for (const part of parts) {
      entry.push(part);
      yield* take();
    }
    entry.push(new Uint8Array(), true);
    yield* take();
  }
  zip.end();
  yield* take();
}

/** The parameters of a checkpoint as model.safetensors, in pieces. */
function* weightsFile(checkpoint: Uint8Array<ArrayBuffer>, names: readonly string[]): Generator<Uint8Array<ArrayBuffer>> {
  const stored = new Map(readSafetensorsHeader(checkpoint).tensors.map((entry) => [entry.name, entry]));
  const entries = names.map((name) => {
    const entry = stored.get(name);
    if (!entry) throw new AppError({ code: 'storage', message: `The checkpoint has no tensor ${name}.` });
    return entry;
  });
  yield planSafetensors(entries, { format: 'pt' }).header.slice();
  for (const { start, end } of entries) {
    for (let at = start; at < end; at += PART_BYTES) yield checkpoint.subarray(at, Math.min(end, at + PART_BYTES));
  }
}

function noCheckpoint(): AppError {
  return new AppError({
    code: 'not-found',
    reason: 'no_checkpoint',
    message: 'This run has no checkpoint that can be read, so there are no trained weights.',
    remedy: 'Train it until its first checkpoint, or start a new run.',
  });
}

export async function exportModel(context: DataContext, runId: string, emit: Emit, signal: AbortSignal) {
  const run = await readRun(context.database, runId);
  const { found } = await openNewestCheckpoint(context.files, await manifestsToHandOn(context, run));
  if (!found) throw noCheckpoint();
  const checkpoint = new Uint8Array(await found.blob.arrayBuffer());
  const [text, models, records, evaluation] = await Promise.all([
    folderText(context, run.modelId),
    listModels(context),
    readRunRecords(context.database, runId),
    readEvaluation(context.database, runId),
  ]);
  const base = models.find((model) => model.id === run.modelId);
  if (!base) throw new AppError({ code: 'not-found', message: `The base model "${run.modelId}" was deleted.` });
  const train = records.filter((record) => record.split === 'train').length;
  const card = modelCard({
    run,
    base,
    step: found.step,
    rows: { train, eval: records.length - train },
    evaluation,
    recipeText: writeRecipe(run.recipe),
  });
  const encoder = new TextEncoder();
  const names = [...parameterShapes(parseModelConfig(text['config.json'] ?? '')).keys()];
  const files: ZipFile[] = [
    { name: 'README.md', parts: [encoder.encode(card)] },
    ...SMALL_FILES.flatMap((name) => {
      const content = text[name];
      return content === undefined ? [] : [{ name, parts: [encoder.encode(content)] }];
    }),
    { name: 'model.safetensors', parts: weightsFile(checkpoint, names) },
  ];
  if (base.parameters * Float32Array.BYTES_PER_ELEMENT > LARGEST_ZIP) {
    throw new AppError({ code: 'unsupported', message: 'Models above 4 GB do not fit into one zip archive yet.' });
  }
  const report = progressOf(emit, 'export', base.parameters * Float32Array.BYTES_PER_ELEMENT, context.now);
  const path = `${EXPORT_FOLDER}/${run.name}.zip`;
  await context.files.delete(EXPORT_FOLDER);
  await context.files.write(path, watched(zipParts(files, new Date(Math.max(run.createdAt, EARLIEST_DATE))), report, signal));
  const blob = await context.files.open(path);
  if (!blob) throw new AppError({ code: 'storage', message: 'The archive vanished while it was written.' });
  return { fileName: `${run.name}.zip`, blob: blob.slice(0, blob.size, 'application/zip') };
}

function* watched(parts: Iterable<Uint8Array>, report: (done: number) => void, signal: AbortSignal): Generator<Uint8Array> {
  let done = 0;
  for (const part of parts) {
    throwIfAborted(signal);
    yield part;
    done += part.byteLength;
    report(done);
  }
}
