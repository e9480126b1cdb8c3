// A model's weights out of stored files, tensor by tensor.

import { AppError } from '../core/failure';
import {
  entryRows,
  headerBytes,
  type NamedTensor,
  readSafetensorsHeader,
  readTensor,
  type SafetensorsHeader,
  type TensorEntry,
  type TensorRows,
} from '../core/weights';
import type { FileStore } from './files';

const FIRST_BYTES = 8;

async function bytesOf(blob: Blob, start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.slice(start, end).arrayBuffer());
}

/** The header of a safetensors file, alone. @throws as {@link readSafetensorsHeader} */
export async function readHeader(blob: Blob): Promise<SafetensorsHeader> {
  const headerEnd = headerBytes(await bytesOf(blob, 0, FIRST_BYTES), blob.size);
  return readSafetensorsHeader(await bytesOf(blob, 0, headerEnd), blob.size);
}

/** One tensor of the file, as F32. */
export async function readEntry(blob: Blob, entry: TensorEntry): Promise<NamedTensor> {
  return readTensor(await bytesOf(blob, entry.start, entry.end), entry);
}

/** All tensors of one file, without its bytes beside them. @throws AppError as {@link readSafetensorsHeader} */
export async function readTensors(blob: Blob): Promise<NamedTensor[]> {
  const tensors: NamedTensor[] = [];
  for (const entry of (await readHeader(blob)).tensors) tensors.push(await readEntry(blob, entry));
  return tensors;
}

/** An entry of the file whose rows are read when they are asked for, as F32. */
export function entryToRead(blob: Blob, entry: TensorEntry): TensorRows {
  const read = async (from: number, to: number) => (await readEntry(blob, entryRows(entry, from, to))).data;
  return { name: entry.name, shape: entry.shape, read };
}

/** A tensor with all its values. */
export async function readWhole({ name, shape, read }: TensorRows): Promise<NamedTensor> {
  return { name, shape, data: await read(0, shape[0] ?? 1) };
}

/** Opens one stored safetensors file and reads its header. @throws AppError `not-found`, or as {@link readSafetensorsHeader} */
async function openTensors(files: Pick<FileStore, 'open'>, path: string): Promise<{ blob: Blob; entries: readonly TensorEntry[] }> {
  const blob = await files.open(path);
  if (!blob) {
    throw new AppError({
      code: 'not-found',
      reason: 'weights_gone',
      message: `The stored weights ${path} are gone.`,
      remedy: 'Add the model again.',
      values: { file: path },
    });
  }
  return { blob, entries: (await readHeader(blob)).tensors };
}

/** The tensors of all files in the order of their bytes. All headers are read and checked before the first one. */
async function* openEntries(files: Pick<FileStore, 'open'>, paths: readonly string[]) {
  const opened = [];
  for (const path of paths) opened.push(await openTensors(files, path));
  for (const { blob, entries } of opened) for (const entry of entries) yield { blob, entry };
}

/**
 * The tensors of the files one by one: at any time only the yielded one is in memory, as stored and as F32.
 * @throws AppError `not-found` for a file that is gone, or as {@link readSafetensorsHeader}
 */
export async function* streamTensors(
  files: Pick<FileStore, 'open'>,
  paths: readonly string[],
): AsyncGenerator<NamedTensor, void, undefined> {
  for await (const { blob, entry } of openEntries(files, paths)) yield await readEntry(blob, entry);
}

/** The same tensors with none of them in memory: of each, the rows that are asked for are read then. @throws as {@link streamTensors} */
export async function* streamRows(files: Pick<FileStore, 'open'>, paths: readonly string[]): AsyncGenerator<TensorRows, void, undefined> {
  for await (const { blob, entry } of openEntries(files, paths)) yield entryToRead(blob, entry);
}

/** What {@link streamTensors} will yield, in its order, from the headers alone. @throws as it does */
export async function storedEntries(files: Pick<FileStore, 'open'>, paths: readonly string[]): Promise<TensorEntry[]> {
  const entries = [];
  for await (const { entry } of openEntries(files, paths)) entries.push(entry);
  return entries;
}

/** Finds a tensor by name, its rows read on request; null where no file has it. Missing files are skipped. @throws as {@link readHeader} */
export async function findTensor(files: Pick<FileStore, 'open'>, paths: readonly string[], name: string): Promise<TensorRows | null> {
  for (const path of paths) {
    const blob = await files.open(path);
    const entry = blob && (await readHeader(blob)).tensors.find((tensor) => tensor.name === name);
    if (entry) return entryToRead(blob, entry);
  }
  return null;
}
