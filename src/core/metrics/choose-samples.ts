// Which of the held-out cases are answered at every evaluation of a run.

/**
 * `count` of the cases, evenly spread over them and the same every time, so that the answers of two evaluations can be
 * compared.
 */
export function chooseSamples<Case>(cases: readonly Case[], count: number): readonly Case[] {
  if (cases.length <= count) return cases;
  return cases.filter((_, index) => Math.floor((index * count) / cases.length) !== Math.floor(((index - 1) * count) / cases.length));
}
