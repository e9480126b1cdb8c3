// Three lines a person can copy: what to do with an exported file. Code, so not translated. Pure.

import type { WeightsKind } from '../../core/weights-export';
import type { DatasetExport } from '../../worker/protocol';

/** Column that holds what is trained, as `datasets` shows it. */
const COLUMNS: Readonly<Record<DatasetExport, string>> = {
  chatml: 'print(rows["train"][0]["input"])',
  function_call_messages: 'print(rows["train"][0])',
  openai: 'print(rows["train"][0]["messages"])',
  tokens: 'print(rows["train"][0]["input_ids"], rows["train"][0]["weights"])',
};

export function datasetLines(fileName: string, format: DatasetExport): string {
  return ['from datasets import load_dataset', `rows = load_dataset("json", data_files="${fileName}")`, COLUMNS[format]].join('\n');
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
export function groupLost(lost: readonly { readonly what: string }[]): readonly { readonly what: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const { what } of lost) counts.set(what, (counts.get(what) ?? 0) + 1);
  return [...counts].map(([what, count]) => ({ what, count })).toSorted((a, b) => b.count - a.count);
}
