// Reads and writes safetensors files of F32, F16 and BF16. The format is little-endian, as typed arrays are on every machine
// that runs a browser.

import { roundUp } from '../arithmetic';
import { fromBfloat16, fromFloat16, toBfloat16, toFloat16 } from './half';
import type { NamedTensor } from './named-tensor';
import { sizeOf } from './parameter-shapes';
import { ELEMENT_BYTES, type ElementType, LENGTH_BYTES, readSafetensorsHeader, type TensorEntry } from './safetensors-header';

interface SafetensorsFile {
  readonly tensors: readonly NamedTensor[];
  readonly metadata: ReadonlyMap<string, string>;
}

/** Reads a whole file. @throws AppError like {@link readSafetensorsHeader} */
export function readSafetensors(bytes: Uint8Array): SafetensorsFile {
  const { tensors, metadata } = readSafetensorsHeader(bytes);
  return { metadata, tensors: tensors.map((entry) => readTensor(bytes.subarray(entry.start, entry.end), entry)) };
}

/** @param bytes of the entry alone, `[entry.start, entry.end)` of the file */
export function readTensor(bytes: Uint8Array, { name, shape, type }: TensorEntry): NamedTensor {
  // Copies, since a tensor need not start at a multiple of its element size. (Not slice(): Node's Buffer overrides it.)
  const { buffer } = new Uint8Array(bytes);
  if (type === 'F32') return { name, shape, data: new Float32Array(buffer) };
  const halves = new Uint16Array(buffer);
  return { name, shape, data: type === 'BF16' ? fromBfloat16(halves) : fromFloat16(halves) };
}

/** Encodes a tensor's values for a file of this type. 16-bit values are rounded to nearest, ties to even. */
export function encodeTensor(data: Float32Array, type: ElementType): Uint8Array {
  if (type === 'F32') return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return new Uint8Array((type === 'BF16' ? toBfloat16(data) : toFloat16(data)).buffer);
}

/** The tensor as it is when read from a file of this type. */
export function roundedTo(tensor: NamedTensor, type: ElementType): NamedTensor {
  if (type === 'F32') return tensor;
  const data = type === 'BF16' ? fromBfloat16(toBfloat16(tensor.data)) : fromFloat16(toFloat16(tensor.data));
  return { ...tensor, data };
}

interface SafetensorsPlan {
  /** Length field and header, padded so that the data starts at a multiple of eight bytes. */
  readonly header: Uint8Array;
  /** In writing order. */
  readonly tensors: readonly TensorEntry[];
  /** Size of the whole file. */
  readonly bytes: number;
}

/** Lays out a file, so that it can be written piece by piece. @throws RangeError if a name occurs twice */
export function planSafetensors(
  tensors: readonly Pick<NamedTensor, 'name' | 'shape'>[],
  metadata: Readonly<Record<string, string>>,
  type: ElementType = 'F32',
): SafetensorsPlan {
  if (new Set(tensors.map(({ name }) => name)).size !== tensors.length) throw new RangeError('two tensors have the same name');
  let offset = 0;
  const entries = tensors.map(({ name, shape }) => {
    const start = offset;
    offset += sizeOf(shape) * ELEMENT_BYTES[type];
    return { name, shape, type, start, end: offset };
  });
  const json = JSON.stringify({
    ...(Object.keys(metadata).length > 0 ? { __metadata__: metadata } : {}),
    ...Object.fromEntries(entries.map(({ name, shape, start, end }) => [name, { dtype: type, shape, data_offsets: [start, end] }])),
  });
  const text = new TextEncoder().encode(json);
  const length = roundUp(text.length, 8);
  const header = new Uint8Array(LENGTH_BYTES + length).fill(0x20);
  new DataView(header.buffer).setBigUint64(0, BigInt(length), true);
  header.set(text, LENGTH_BYTES);
  return {
    header,
    tensors: entries.map((entry) => ({ ...entry, start: header.length + entry.start, end: header.length + entry.end })),
    bytes: header.length + offset,
  };
}

/** Writes a whole file in memory. @throws RangeError if a tensor's data does not match its shape, or like {@link planSafetensors} */
export function writeSafetensors(tensors: readonly NamedTensor[], metadata: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
  const plan = planSafetensors(tensors, metadata);
  const bytes = new Uint8Array(plan.bytes);
  bytes.set(plan.header);
  tensors.forEach(({ name, shape, data }, index) => {
    const entry = plan.tensors[index];
    if (!entry || data.length !== sizeOf(shape)) throw new RangeError(`${name}: ${data.length} values for shape [${shape.join(', ')}]`);
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), entry.start);
  });
  return bytes;
}
