/** A parameter or optimizer moment as plain data. `data` holds the product of `shape` values, row-major. */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** A tensor whose values are read when they are asked for, some rows at a time. */
export interface TensorRows {
  readonly name: string;
  readonly shape: readonly number[];
  /** Values of the rows [from, to) along the first axis, row-major. */
  read(from: number, to: number): Promise<Float32Array>;
}
