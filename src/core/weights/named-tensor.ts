/** A parameter or optimizer moment as plain data: as many values as the product of `shape`, row-major. */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** A tensor whose values are read on demand, some rows at a time. */
export interface TensorRows {
  readonly name: string;
  readonly shape: readonly number[];
  /** Values of rows [from, to) along the first axis, row-major. */
  read(from: number, to: number): Promise<Float32Array>;
}
