// 16-bit floats as checkpoints hold them, widened to 32 bits; both widenings are exact.

/** bfloat16: the upper half of a 32-bit float. */
export function fromBfloat16(values: Uint16Array): Float32Array {
  const bits = Uint32Array.from(values, (value) => value << 16);
  return new Float32Array(bits.buffer);
}

/** IEEE 754 binary16. */
export function fromFloat16(values: Uint16Array): Float32Array {
  return Float32Array.from(values, (value) => {
    const sign = value & 0x8000 ? -1 : 1;
    const exponent = (value >> 10) & 0x1f;
    const fraction = value & 0x3ff;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
    return sign * (1024 + fraction) * 2 ** (exponent - 25);
  });
}
