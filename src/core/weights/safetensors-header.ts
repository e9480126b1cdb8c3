// The header of a safetensors file (github.com/huggingface/safetensors, format.md): eight bytes of length, JSON, data.
// A file is foreign input: the whole header is checked against the file's size before any data is used.

import * as z from 'zod/mini';
import { AppError } from '../failure';
import { type JsonNode, lastMembers, parseJson, toValue } from '../json';
import { sizeOf } from './parameter-shapes';

export const LENGTH_BYTES = 8;
/** The reference implementation's limit. */
const MOST_HEADER_BYTES = 100_000_000;
const METADATA = '__metadata__';

export const ELEMENT_BYTES = { F32: 4, F16: 2, BF16: 2 } as const;
export type ElementType = keyof typeof ELEMENT_BYTES;

export interface TensorEntry {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  /** Bytes [start, end) of the file. */
  readonly start: number;
  readonly end: number;
}

/** The entry of rows [from, to) along the first axis. */
export function entryRows(entry: TensorEntry, from: number, to: number): TensorEntry {
  const [, ...columns] = entry.shape;
  const bytes = sizeOf(columns) * ELEMENT_BYTES[entry.type];
  return { ...entry, shape: [to - from, ...columns], start: entry.start + from * bytes, end: entry.start + to * bytes };
}

export interface SafetensorsHeader {
  /** In the order of their data. */
  readonly tensors: readonly TensorEntry[];
  readonly metadata: ReadonlyMap<string, string>;
  /** Byte of the file at which the data starts. */
  readonly dataStart: number;
}

const safeCount = z.int().check(z.minimum(0));
const entrySchema = z.object({
  dtype: z.string(),
  shape: z.array(safeCount),
  data_offsets: z.tuple([safeCount, safeCount]),
});
const metadataSchema = z.record(z.string(), z.string());

/**
 * Reads and checks the header.
 * @param bytes the file, or its beginning with at least {@link headerBytes} bytes
 * @param fileBytes size of the whole file
 * @throws AppError `bad-input` naming the tensor and the problem, `unsupported` for other element types
 */
export function readSafetensorsHeader(bytes: Uint8Array, fileBytes: number = bytes.length): SafetensorsHeader {
  const dataStart = headerBytes(bytes, fileBytes);
  if (bytes.length < dataStart) throw bad(`the header ends at byte ${dataStart}, only ${bytes.length} bytes were read`);
  const members = membersOf(parsedHeader(bytes.subarray(LENGTH_BYTES, dataStart)));
  const metadata = metadataOf(members.get(METADATA));
  members.delete(METADATA);
  const tensors = [...members].map(([name, node]) => entryOf(name, node, dataStart, fileBytes));
  tensors.sort((a, b) => a.start - b.start || a.end - b.end);
  checkCover(tensors, dataStart, fileBytes);
  return { tensors, metadata, dataStart };
}

/** Bytes of the length field and the header, from the first eight bytes of a file. */
export function headerBytes(bytes: Uint8Array, fileBytes: number): number {
  if (bytes.length < LENGTH_BYTES || fileBytes < LENGTH_BYTES) throw bad('the file is shorter than 8 bytes');
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset, LENGTH_BYTES).getBigUint64(0, true));
  if (length > MOST_HEADER_BYTES) throw bad(`a header of ${length} bytes is larger than the limit of ${MOST_HEADER_BYTES}`);
  if (LENGTH_BYTES + length > fileBytes) throw bad(`the header claims ${length} bytes, the file has ${fileBytes}`);
  return LENGTH_BYTES + length;
}

function parsedHeader(bytes: Uint8Array): JsonNode {
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes).trimEnd());
  } catch (cause) {
    throw bad(`the header is not JSON (${cause instanceof Error ? cause.message : cause})`, cause);
  }
}

function membersOf(node: JsonNode): Map<string, JsonNode> {
  if (node.kind !== 'object') throw bad('the header is not an object');
  const seen = new Set<string>();
  for (const { key } of node.members) {
    if (seen.has(key)) throw bad(`tensor ${key} is named twice`);
    if (key === '__proto__') throw bad('a tensor may not be named __proto__');
    seen.add(key);
  }
  return lastMembers(node);
}

function metadataOf(node: JsonNode | undefined): Map<string, string> {
  if (!node) return new Map();
  const value = metadataSchema.safeParse(toValue(node));
  if (!value.success) throw bad(`${METADATA} must map texts to texts`);
  return new Map(Object.entries(value.data));
}

function entryOf(name: string, node: JsonNode, dataStart: number, fileBytes: number): TensorEntry {
  const value = entrySchema.safeParse(toValue(node));
  if (!value.success) throw bad(`tensor ${name}: ${value.error.issues[0]?.path.join('.') ?? 'entry'} is missing or wrong`);
  const { dtype, shape, data_offsets } = value.data;
  if (!isElementType(dtype)) {
    throw new AppError({
      code: 'unsupported',
      message: `Tensor ${name} has element type ${dtype}. ToolTune reads F32, F16 and BF16.`,
      remedy: 'Use a model in one of these types, not quantized.',
    });
  }
  const [from, to] = data_offsets;
  const size = sizeOf(shape) * ELEMENT_BYTES[dtype];
  if (!Number.isSafeInteger(size)) throw bad(`tensor ${name}: shape [${shape.join(', ')}] is too large`);
  if (to - from !== size)
    throw bad(`tensor ${name}: shape [${shape.join(', ')}] of ${dtype} needs ${size} bytes, its offsets hold ${to - from}`);
  if (dataStart + to > fileBytes) throw bad(`tensor ${name} ends at byte ${dataStart + to}, the file has ${fileBytes}`);
  return { name, type: dtype, shape, start: dataStart + from, end: dataStart + to };
}

/** Checks that the data has no overlaps and no gaps, which the format forbids. */
function checkCover(tensors: readonly TensorEntry[], dataStart: number, fileBytes: number): void {
  let end = dataStart;
  let before = 'the header';
  for (const tensor of tensors) {
    if (tensor.start < end) throw bad(`tensor ${tensor.name} overlaps ${before}`);
    if (tensor.start > end) throw bad(`${tensor.start - end} bytes between ${before} and tensor ${tensor.name} belong to no tensor`);
    end = tensor.end;
    before = `tensor ${tensor.name}`;
  }
  if (end !== fileBytes) throw bad(`${fileBytes - end} bytes after ${before} belong to no tensor`);
}

function isElementType(text: string): text is ElementType {
  return Object.hasOwn(ELEMENT_BYTES, text);
}

function bad(problem: string, cause?: unknown): AppError {
  return new AppError(
    {
      code: 'bad-input',
      message: `Not a usable safetensors file: ${problem}.`,
      remedy: 'Download or export the file again. It is damaged or was modified.',
    },
    { cause },
  );
}
