// Three lines of code to copy: what to do with an exported file. Not translated. Pure.

import type { DatasetExporter } from '../../core/exports';

/** Loads the file with Hugging Face `datasets`, which puts all rows into the split `train`, and prints the first row. */
export function datasetLines(fileName: string, { shownColumns }: Pick<DatasetExporter, 'shownColumns'>): readonly string[] {
  const row = 'rows["train"][0]';
  const shown = shownColumns.length === 0 ? row : shownColumns.map((column) => `${row}["${column}"]`).join(', ');
  return ['from datasets import load_dataset', `rows = load_dataset("json", data_files="${fileName}")`, `print(${shown})`];
}

/** Runs the recipe without a window. */
export function recipeLines(fileName: string): readonly string[] {
  return ['npm ci', `npm run headless -- ${fileName} --out out`, 'cat out/report.json'];
}

/** Counts equal losses, the most frequent first. */
export function groupLost<Code extends string>(
  lost: readonly { readonly what: Code }[],
): readonly { readonly what: Code; readonly count: number }[] {
  const counts = new Map<Code, number>();
  for (const { what } of lost) counts.set(what, (counts.get(what) ?? 0) + 1);
  return [...counts].map(([what, count]) => ({ what, count })).toSorted((a, b) => b.count - a.count);
}
