// Writes zip archives piece by piece, so that they need not fit into memory. Files are stored without compression, since
// weights hardly shrink.

import { Zip, ZipPassThrough } from 'fflate';

/** Bytes; fflate does not write ZIP64. */
const LARGEST_ZIP = 4_000_000_000;
/** Zip archives cannot hold earlier dates. */
const EARLIEST_DATE = Date.UTC(1980, 0, 2);

export interface ZipFile {
  readonly name: string;
  readonly parts: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

export interface SizedFile extends ZipFile {
  readonly bytes: number;
}

/** A file of UTF-8 text. */
export function textFile(name: string, text: string): ZipFile {
  return { name, parts: [new TextEncoder().encode(text)] };
}

export interface Archive {
  readonly fileName: string;
  readonly files: readonly ZipFile[];
}

/** Plans one archive of all files; above the limit, one for each file of weights, the small files with the first. */
export function archivesOf(name: string, small: readonly ZipFile[], weights: readonly SizedFile[], limit = LARGEST_ZIP): Archive[] {
  const [first, ...others] = weights;
  const total = weights.reduce((sum, { bytes }) => sum + bytes, 0);
  if (!first || total <= limit) return [{ fileName: `${name}.zip`, files: [...small, ...weights] }];
  return [
    { fileName: `${name}-1.zip`, files: [...small, first] },
    ...others.map((file, index) => ({ fileName: `${name}-${index + 2}.zip`, files: [file] })),
  ];
}

/** Yields the bytes of an archive. @param at date of its files, milliseconds since 1970 */
export async function* zipParts(files: Iterable<ZipFile>, at: number): AsyncGenerator<Uint8Array, void, undefined> {
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
    entry.mtime = new Date(Math.max(at, EARLIEST_DATE));
    zip.add(entry);
    for await (const part of parts) {
      entry.push(part);
      yield* take();
    }
    entry.push(new Uint8Array(), true);
    yield* take();
  }
  zip.end();
  yield* take();
}
