import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBfloat16, fromFloat16, toBfloat16, toFloat16 } from './half';

const every = Uint16Array.from({ length: 2 ** 16 }, (_, bits) => bits);
const float = fc.float({ noNaN: true });

describe.each([
  ['bfloat16', fromBfloat16, toBfloat16],
  ['float16', fromFloat16, toFloat16],
] as const)('%s', (_, widen, round) => {
  /** Every finite value of the format, ascending. */
  const finite = [...new Set(widen(every))].filter(Number.isFinite).sort((a, b) => a - b);
  const one = (value: number) => widen(round(Float32Array.of(value)))[0] ?? Number.NaN;

  it('preserves each of its own values', () => {
    const wide = widen(every);
    const again = widen(round(wide));
    expect(wide.filter((value, index) => !Object.is(value, again[index]))).toEqual(new Float32Array());
  });

  it('rounds to the nearest of its values', () => {
    fc.assert(
      fc.property(float, (value) => {
        const rounded = one(value);
        if (!Number.isFinite(rounded)) return Math.abs(value) > Math.max(...finite.slice(-1));
        const at = finite.findIndex((each) => each >= rounded);
        const gaps = [at - 1, at, at + 1].map((index) => Math.abs((finite[index] ?? Number.POSITIVE_INFINITY) - value));
        return Math.abs(rounded - value) === Math.min(...gaps);
      }),
    );
  });

  it('rounds ties to even', () => {
    fc.assert(
      fc.property(fc.nat(finite.length - 2), (index) => {
        const [below = 0, above = 0] = finite.slice(index, index + 2);
        const middle = (below + above) / 2;
        // Not every midpoint is a 32-bit float: between bfloat16's smallest values none is.
        if (Math.fround(middle) !== middle || middle === 0) return true;
        return (round(Float32Array.of(middle))[0] ?? 1) % 2 === 0;
      }),
    );
  });

  it('keeps the sign of zero, infinities and NaN', () => {
    expect(Object.is(one(-0), -0)).toBe(true);
    expect(one(Number.NEGATIVE_INFINITY)).toBe(Number.NEGATIVE_INFINITY);
    expect(one(3.4028234663852886e38)).toBe(Number.POSITIVE_INFINITY);
    expect(one(Number.NaN)).toBeNaN();
  });
});

it('rounds edge cases as torch does', () => {
  // torch.tensor([...]).half().view(torch.int16) and .bfloat16().view(torch.int16)
  const values = Float32Array.of(0.1, 65504, 65519.99, 65520, 6e-8, 2.9802322387695312e-8, 1.0009765625, 1.00390625);
  expect([...toFloat16(values)]).toEqual([0x2e66, 0x7bff, 0x7bff, 0x7c00, 1, 0, 0x3c01, 0x3c04]);
  expect([...toBfloat16(values)]).toEqual([0x3dcd, 0x4780, 0x4780, 0x4780, 0x3381, 0x3300, 0x3f80, 0x3f80]);
});
