// Reads zip archives from a Blob by their central directory (APPNOTE.TXT 6.3.10, sections 4.3.7-4.3.16). Sizes in local
// headers may be wrong, so only the directory is used, and nothing is inflated beyond the size it gives.

import { AppError } from '../../../core/failure';

export interface ZipEntry {
  /** Relative path with `/` between names. It never leaves the folder. */
  readonly path: string;
  readonly bytes: number;
  /** @throws AppError `bad-input` when the data are longer or shorter than the directory says */
  stream(): AsyncGenerator<Uint8Array, void, undefined>;
}

const END_SIGNATURE = 0x06054b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;
const END64_SIGNATURE = 0x06064b50;
const LOCATOR64_SIGNATURE = 0x07064b50;
const LOCATOR64_BYTES = 20;
const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_BYTES = 46;
const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_BYTES = 30;
const ZIP64_FIELD = 1;
const FULL32 = 0xffffffff;
const STORED = 0;
const DEFLATED = 8;
const MOST_ENTRIES = 10_000;
/** Bytes: enough for that many entries with paths of thousands of characters. The directory is read as a whole. */
const LARGEST_DIRECTORY = 50_000_000;
/** Deflate compresses by about 1032 to 1 at most, so a directory that claims more is wrong. */
const LARGEST_RATIO = 1_100;

function bad(problem: string): AppError {
  return new AppError({
    code: 'bad-input',
    reason: 'bad_zip',
    message: `This zip archive cannot be used: ${problem}.`,
    remedy: 'Create the archive again, or drop the folder itself.',
    values: { problem },
  });
}

async function viewOf(blob: Blob, start: number, end: number): Promise<DataView> {
  if (start < 0 || end > blob.size || start > end) throw bad('it is cut off');
  return new DataView(await blob.slice(start, end).arrayBuffer());
}

interface Directory {
  readonly entries: number;
  readonly start: number;
  readonly end: number;
}

async function findDirectory(blob: Blob): Promise<Directory> {
  const tailStart = Math.max(0, blob.size - END_BYTES - LONGEST_COMMENT);
  const tail = await viewOf(blob, tailStart, blob.size);
  for (let at = tail.byteLength - END_BYTES; at >= 0; at -= 1) {
    if (tail.getUint32(at, true) !== END_SIGNATURE) continue;
    const entries = tail.getUint16(at + 10, true);
    const size = tail.getUint32(at + 12, true);
    const start = tail.getUint32(at + 16, true);
    const large = entries === 0xffff || size === FULL32 || start === FULL32;
    return large ? findDirectory64(blob, tailStart + at) : { entries, start, end: start + size };
  }
  throw bad('it has no directory');
}

async function findDirectory64(blob: Blob, endRecord: number): Promise<Directory> {
  const locator = await viewOf(blob, endRecord - LOCATOR64_BYTES, endRecord);
  if (locator.getUint32(0, true) !== LOCATOR64_SIGNATURE) throw bad('its directory is damaged');
  const at = Number(locator.getBigUint64(8, true));
  const record = await viewOf(blob, at, at + 56);
  if (record.getUint32(0, true) !== END64_SIGNATURE) throw bad('its directory is damaged');
  const start = Number(record.getBigUint64(48, true));
  return { entries: Number(record.getBigUint64(32, true)), start, end: start + Number(record.getBigUint64(40, true)) };
}

/** Normalizes a path. @throws AppError `bad-input` for one that leaves the folder it would be unpacked into */
export function safePath(path: string): string {
  const names = path.replaceAll('\\', '/').split('/');
  const unsafe = path.includes('\0') || /^[a-z]:/i.test(path) || names[0] === '' || names.some((name) => name === '..' || name === '.');
  if (unsafe) throw bad(`the path ${JSON.stringify(path)} leaves the folder`);
  return names.join('/');
}

/** Returns the values, reading those that do not fit into 32 bits from the extra field, where they are in this order. */
function largeNumbers(extra: DataView, small: readonly number[]): number[] {
  for (let at = 0; at + 4 <= extra.byteLength; ) {
    const size = extra.getUint16(at + 2, true);
    if (extra.getUint16(at, true) === ZIP64_FIELD && at + 4 + size <= extra.byteLength) {
      let next = at + 4;
      return small.map((value) => {
        if (value !== FULL32) return value;
        if (next + 8 > at + 4 + size) throw bad('its directory is damaged');
        next += 8;
        return Number(extra.getBigUint64(next - 8, true));
      });
    }
    at += 4 + size;
  }
  if (small.includes(FULL32)) throw bad('its directory is damaged');
  return [...small];
}

/** Returns the files of an archive, without folders. @throws AppError `bad-input` */
export async function readZip(blob: Blob): Promise<ZipEntry[]> {
  const directory = await findDirectory(blob);
  if (directory.entries > MOST_ENTRIES) throw bad(`it holds ${directory.entries} files, at most ${MOST_ENTRIES} are read`);
  if (directory.end - directory.start > LARGEST_DIRECTORY) throw bad('its directory is damaged');
  const view = await viewOf(blob, directory.start, directory.end);
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let count = 0; count < directory.entries; count += 1) {
    if (at + ENTRY_BYTES > view.byteLength || view.getUint32(at, true) !== ENTRY_SIGNATURE) throw bad('its directory is damaged');
    const [nameBytes, extraBytes, commentBytes] = [
      view.getUint16(at + 28, true),
      view.getUint16(at + 30, true),
      view.getUint16(at + 32, true),
    ];
    const next = at + ENTRY_BYTES + nameBytes + extraBytes + commentBytes;
    if (next > view.byteLength) throw bad('its directory is damaged');
    const path = safePath(new TextDecoder().decode(new Uint8Array(view.buffer, at + ENTRY_BYTES, nameBytes)));
    const extra = new DataView(view.buffer, at + ENTRY_BYTES + nameBytes, extraBytes);
    const small = [view.getUint32(at + 24, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)];
    const [bytes = 0, packed = 0, offset = 0] = largeNumbers(extra, small);
    if ((view.getUint16(at + 8, true) & 1) !== 0) throw bad(`${path} is encrypted`);
    if (!path.endsWith('/')) entries.push(entryOf(blob, { path, bytes, packed, offset, method: view.getUint16(at + 10, true) }));
    at = next;
  }
  return entries;
}

interface EntryPlace {
  readonly path: string;
  readonly bytes: number;
  readonly packed: number;
  readonly offset: number;
  readonly method: number;
}

function entryOf(blob: Blob, place: EntryPlace): ZipEntry {
  const { path, bytes, packed, method } = place;
  if (method !== STORED && method !== DEFLATED) throw bad(`${path} is packed by method ${method}; stored and deflated files are read`);
  if (bytes > (packed + 64) * LARGEST_RATIO) throw bad(`${path} claims to grow from ${packed} to ${bytes} bytes`);
  return {
    path,
    bytes,
    async *stream() {
      let seen = 0;
      for await (const part of partsOf(await packedData(blob, place), method)) {
        seen += part.byteLength;
        if (seen > bytes) throw bad(`${path} is longer than the ${bytes} bytes it claims`);
        yield part;
      }
      if (seen !== bytes) throw bad(`${path} has ${seen} of the ${bytes} bytes it claims`);
    },
  };
}

async function packedData(blob: Blob, { path, offset, packed }: EntryPlace): Promise<Blob> {
  const local = await viewOf(blob, offset, offset + LOCAL_BYTES);
  if (local.getUint32(0, true) !== LOCAL_SIGNATURE) throw bad(`${path} is not where the directory says`);
  const start = offset + LOCAL_BYTES + local.getUint16(26, true) + local.getUint16(28, true);
  if (start + packed > blob.size) throw bad('it is cut off');
  return blob.slice(start, start + packed);
}

async function* partsOf(data: Blob, method: number): AsyncGenerator<Uint8Array, void, undefined> {
  const stream = method === STORED ? data.stream() : data.stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const reader = stream.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
  } catch (error) {
    if (error instanceof TypeError) throw bad('its packed data are damaged');
    throw error;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
