/** Most tokens of an answer during training: calls are short, and a model that does not stop yet must not hold it up. */
export const LONGEST_SAMPLE = 96;
