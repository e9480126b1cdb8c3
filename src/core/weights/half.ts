// Converts the 16-bit floats of checkpoints to 32 bits, which is exact, and back. The code avoids `TypedArray.from` with a
// function: engines build an array of numbers first, which is too large for an embedding of 155 million values.

/** bfloat16: the upper half of a 32-bit float. */
export function fromBfloat16(values: Uint16Array): Float32Array {
  const bits = new Uint32Array(values);
  bits.forEach((value, index) => {
    bits[index] = value << 16;
  });
  return new Float32Array(bits.buffer);
}

/** IEEE 754 binary16. */
export function fromFloat16(values: Uint16Array): Float32Array {
  return new Float32Array(values).map((value) => {
    const sign = value & 0x8000 ? -1 : 1;
    const exponent = (value >> 10) & 0x1f;
    const fraction = value & 0x3ff;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
    return sign * (1024 + fraction) * 2 ** (exponent - 25);
  });
}

/** Rounds to the nearest bfloat16, ties to even. Values out of range become infinite, as in torch. */
export function toBfloat16(values: Float32Array): Uint16Array<ArrayBuffer> {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const rounded = new Uint16Array(bits.length);
  bits.forEach((word, index) => {
    // Rounding a NaN up could make it infinite.
    rounded[index] = Number.isNaN(values[index]) ? (word >>> 16) | 0x40 : (word + 0x7fff + ((word >>> 16) & 1)) >>> 16;
  });
  return rounded;
}

/** Rounds to the nearest binary16, ties to even. Values from 65520 become infinite, as in torch. */
export function toFloat16(values: Float32Array): Uint16Array<ArrayBuffer> {
  const rounded = new Uint16Array(values.length);
  values.forEach((value, index) => {
    rounded[index] = float16Bits(value);
  });
  return rounded;
}

function float16Bits(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (Number.isNaN(size)) return 0x7e00;
  if (size >= 65520) return sign | 0x7c00;
  // Subnormal values, below 2^-14, have the steps of the smallest normal ones: 2^-24.
  const exponent = size < 2 ** -14 ? -14 : binaryExponent(size);
  // A carry out of the fraction increments the exponent.
  const steps = roundToEven(size * 2 ** (10 - exponent));
  return sign | (size < 2 ** -14 ? steps : ((exponent + 15) << 10) + steps - 1024);
}

/** Exponent of a positive normal 32-bit float. */
function binaryExponent(value: number): number {
  exponentView.setFloat32(0, value);
  return ((exponentView.getUint32(0) >>> 23) & 0xff) - 127;
}

const exponentView = new DataView(new ArrayBuffer(4));

function roundToEven(value: number): number {
  const below = Math.floor(value);
  const fraction = value - below;
  return fraction > 0.5 || (fraction === 0.5 && below % 2 === 1) ? below + 1 : below;
}
