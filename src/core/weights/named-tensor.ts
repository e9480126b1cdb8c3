/** A parameter or optimizer moment as plain data. `data` holds the product of `shape` values, row-major. */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}
