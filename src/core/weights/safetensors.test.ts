import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../failure';
import { fromBfloat16, fromFloat16 } from './half';
import { readSafetensors, writeSafetensors } from './safetensors';

const name = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => text !== '__proto__' && text !== '__metadata__');
const tensor = fc.tuple(name, fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 })).chain(([name, shape]) => {
  const size = shape.reduce((product, extent) => product * extent, 1);
  return fc
    .array(fc.float({ noNaN: true }), { minLength: size, maxLength: size })
    .map((values) => ({ name, shape, data: Float32Array.from(values) }));
});
const tensors = fc.uniqueArray(tensor, { selector: (one) => one.name, maxLength: 6 });
const metadata = fc.dictionary(name, fc.string(), { maxKeys: 3 });

/** A file with this header and this many bytes of data. */
function fileOf(header: unknown, dataBytes: number): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

function problem(bytes: Uint8Array): string {
  try {
    readSafetensors(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    return error instanceof AppError ? error.message : '';
  }
  throw new Error('no error');
}

const f32 = (shape: number[], from: number, to: number) => ({ dtype: 'F32', shape, data_offsets: [from, to] });

describe('safetensors', () => {
  it('reads what it wrote', () => {
    fc.assert(
      fc.property(tensors, metadata, (written, notes) => {
        const read = readSafetensors(writeSafetensors(written, notes));
        const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
        expect([...read.tensors].sort(byName)).toEqual([...written].sort(byName));
        expect(Object.fromEntries(read.metadata)).toEqual({ ...notes });
      }),
    );
  });

  it('aligns its data to eight bytes', () => {
    const bytes = writeSafetensors([{ name: 'a', shape: [1], data: Float32Array.of(1) }], {});
    expect((bytes.length - 4) % 8).toBe(0);
  });

  it.each([
    ['overlapping data', fileOf({ a: f32([2], 0, 8), b: f32([2], 4, 12) }, 12), /tensor b overlaps tensor a/],
    ['a gap', fileOf({ a: f32([1], 0, 4), b: f32([1], 8, 12) }, 12), /4 bytes between tensor a and tensor b/],
    ['data of no tensor', fileOf({ a: f32([1], 0, 4) }, 8), /4 bytes after tensor a/],
    ['a wrong size', fileOf({ a: f32([3], 0, 4) }, 4), /tensor a: shape \[3\] of F32 needs 12 bytes, its offsets hold 4/],
    ['an end before the start', fileOf({ a: f32([1], 8, 4) }, 8), /tensor a/],
    ['data past the end', fileOf({ a: f32([4], 0, 16) }, 4), /tensor a ends at byte/],
    ['a negative offset', fileOf({ a: f32([1], -4, 0) }, 0), /tensor a/],
    ['a fractional extent', fileOf({ a: f32([0.5], 0, 2) }, 2), /tensor a: shape.0/],
    ['an extent that overflows', fileOf({ a: f32([2 ** 40, 2 ** 40], 0, 4) }, 4), /tensor a/],
    ['a name twice', fileOf(`{"a":${JSON.stringify(f32([1], 0, 4))},"a":${JSON.stringify(f32([1], 4, 8))}}`, 8), /tensor a is named twice/],
    ['__proto__', fileOf(`{"__proto__":${JSON.stringify(f32([1], 0, 4))}}`, 4), /__proto__/],
    ['another element type', fileOf({ a: { dtype: 'I64', shape: [1], data_offsets: [0, 8] } }, 8), /Tensor a has element type I64/],
    ['an element type of Object', fileOf({ a: { dtype: 'toString', shape: [1], data_offsets: [0, 8] } }, 8), /element type toString/],
    ['metadata that is not text', fileOf({ __metadata__: { a: 1 } }, 0), /__metadata__/],
    ['text that is not JSON', fileOf('{', 0), /not JSON/],
    ['a list', fileOf([], 0), /not an object/],
    ['eight bytes missing', new Uint8Array(3), /shorter than 8 bytes/],
    ['a header longer than the file', fileOf({}, 0).subarray(0, 9), /claims 2 bytes/],
    ['a huge header', Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 127), /larger than the limit/],
  ])('rejects %s', (_, bytes, message) => {
    expect(problem(bytes)).toMatch(message);
  });

  it('never crashes on damaged files', () => {
    const file = writeSafetensors([{ name: 'a', shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) }], { format: 'pt' });
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.nat(255), fc.nat(file.length), (at, value, cut) => {
        const damaged = file.slice(0, cut);
        if (at < damaged.length) damaged[at] = value;
        try {
          readSafetensors(damaged);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
        }
      }),
    );
  });
});

describe('16-bit floats', () => {
  it('widens every kind of value exactly', () => {
    expect([...fromFloat16(Uint16Array.of(0x3c00, 0xc000, 0x0001, 0x7bff, 0x7c00, 0x8000))]).toEqual([
      1,
      -2,
      2 ** -24,
      65504,
      Infinity,
      -0,
    ]);
    expect([...fromBfloat16(Uint16Array.of(0x3f80, 0xc000, 0x7f80, 0x4049))]).toEqual([1, -2, Infinity, 3.140625]);
    expect(fromFloat16(Uint16Array.of(0x7e00))[0]).toBeNaN();
  });
});
