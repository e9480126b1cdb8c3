// Three lines a person can copy: what to do with an exported file. Code, so not translated. Pure.

import type { DatasetExporter } from '../../core/exports';
import type { WeightsKind } from '../../core/weights-export';

/** Loads the file with Hugging Face `datasets`, which puts all rows into the split `train`, and prints the first row. */
export function datasetLines(fileName: string, { shownColumns }: Pick<DatasetExporter, 'shownColumns'>): string {
  const row = 'rows["train"][0]';
  const shown = shownColumns.length === 0 ? row : shownColumns.map((column) => `${row}["${column}"]`).join(', ');
  return ['from datasets import load_dataset', `rows = load_dataset("json", data_files="${fileName}")`, `print(${shown})`].join('\n');
}

/** @param folder of the unpacked zip. */
export function modelLines(folder: string, kind: WeightsKind): string {
  if (kind === 'adapter') {
    return [
      'from peft import AutoPeftModelForCausalLM',
      `model = AutoPeftModelForCausalLM.from_pretrained("${folder}")  # fetches the base model it names`,
      'model = model.merge_and_unload()  # or leave it an adapter',
    ].join('\n');
  }
  return [
    'from transformers import AutoModelForCausalLM, AutoTokenizer',
    `model = AutoModelForCausalLM.from_pretrained("${folder}")`,
    `tokenizer = AutoTokenizer.from_pretrained("${folder}")`,
  ].join('\n');
}

export function recipeLines(fileName: string): string {
  return ['npm ci', `npm run headless -- ${fileName} --out out`, 'cat out/report.json'].join('\n');
}

/** What several records lose alike, counted; the most frequent first. */
export function groupLost<Code extends string>(
  lost: readonly { readonly what: Code }[],
): readonly { readonly what: Code; readonly count: number }[] {
  const counts = new Map<Code, number>();
  for (const { what } of lost) counts.set(what, (counts.get(what) ?? 0) + 1);
  return [...counts].map(([what, count]) => ({ what, count })).toSorted((a, b) => b.count - a.count);
}
