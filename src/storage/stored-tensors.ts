// Reads tensors from stored safetensors files, one at a time.

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

/** Bytes of the length of the header, at the start of the file. */
const HEADER_LENGTH_BYTES = 8;

async function bytesOf(blob: Blob, start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.slice(start, end).arrayBuffer());
}

/** Reads only the header of a safetensors file. @throws AppError as {@link readSafetensorsHeader} */
export async function readHeader(blob: Blob): Promise<SafetensorsHeader> {
  const headerEnd = headerBytes(await bytesOf(blob, 0, HEADER_LENGTH_BYTES), blob.size);
  return readSafetensorsHeader(await bytesOf(blob, 0, headerEnd), blob.size);
}

/** Reads one tensor of the file, as F32. */
export async function readEntry(blob: Blob, entry: TensorEntry): Promise<NamedTensor> {
  return readTensor(await bytesOf(blob, entry.start, entry.end), entry);
}

/** Reads all tensors of a file, as F32, without holding its bytes as well. @throws AppError as {@link readHeader} */
export async function readTensors(blob: Blob): Promise<NamedTensor[]> {
  const tensors: NamedTensor[] = [];
  for (const entry of (await readHeader(blob)).tensors) tensors.push(await readEntry(blob, entry));
  return tensors;
}

/** Returns a tensor of the file whose rows are read on request, as F32. */
export function entryToRead(blob: Blob, entry: TensorEntry): TensorRows {
  const read = async (from: number, to: number) => (await readEntry(blob, entryRows(entry, from, to))).data;
  return { name: entry.name, shape: entry.shape, read };
}

/** Reads all values of a tensor. */
export async function readWhole({ name, shape, read }: TensorRows): Promise<NamedTensor> {
  return { name, shape, data: await read(0, shape[0] ?? 1) };
}

/** Opens one stored file and reads its header. @throws AppError `not-found`, or as {@link readHeader} */
async function openTensors(files: Pick<FileStore, 'open'>, path: string): Promise<{ blob: Blob; entries: readonly TensorEntry[] }> {
  const blob = await files.open(path);
  if (!blob) {
    throw new AppError({
      code: 'not-found',
      reason: 'weights_gone',
      message: `The stored weights ${path} are missing.`,
      remedy: 'Add the model again.',
      values: { file: path },
    });
  }
  return { blob, entries: (await readHeader(blob)).tensors };
}

/** Yields the tensors of all files in file order. All headers are read and checked before the first tensor. */
async function* openEntries(files: Pick<FileStore, 'open'>, paths: readonly string[]) {
  const opened = [];
  for (const path of paths) opened.push(await openTensors(files, path));
  for (const { blob, entries } of opened) for (const entry of entries) yield { blob, entry };
}

/**
 * Yields the tensors of the files one by one. Only the yielded one is in memory, as stored and as F32.
 * @throws AppError `not-found` for a missing file, or as {@link readHeader}
 */
export async function* streamTensors(
  files: Pick<FileStore, 'open'>,
  paths: readonly string[],
): AsyncGenerator<NamedTensor, void, undefined> {
  for await (const { blob, entry } of openEntries(files, paths)) yield await readEntry(blob, entry);
}

/** Yields the same tensors, none of them in memory: their rows are read on request. @throws AppError as {@link streamTensors} */
export async function* streamRows(files: Pick<FileStore, 'open'>, paths: readonly string[]): AsyncGenerator<TensorRows, void, undefined> {
  for await (const { blob, entry } of openEntries(files, paths)) yield entryToRead(blob, entry);
}

/** Reads from the headers what {@link streamTensors} will yield, in its order. @throws AppError as {@link streamTensors} */
export async function storedEntries(files: Pick<FileStore, 'open'>, paths: readonly string[]): Promise<TensorEntry[]> {
  const entries = [];
  for await (const { entry } of openEntries(files, paths)) entries.push(entry);
  return entries;
}

/** Finds a tensor by name, or null. Its rows are read on request. Skips missing files. @throws AppError as {@link readHeader} */
export async function findTensor(files: Pick<FileStore, 'open'>, paths: readonly string[], name: string): Promise<TensorRows | null> {
  for (const path of paths) {
    const blob = await files.open(path);
    const entry = blob && (await readHeader(blob)).tensors.find((tensor) => tensor.name === name);
    if (entry) return entryToRead(blob, entry);
  }
  return null;
}
