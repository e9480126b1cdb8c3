// A sample project as files, as in public/samples/<name>.

import { toolListNode, withoutNotes, writeRow } from '../formats';
import { toValue } from '../json';
import type { Recipe } from '../recipe';
import { writeRecipe } from '../recipe/write-recipe';
import type { NewRecord } from '../record';
import type { Sample } from './generate-sample';
import { sampleRecipe } from './sample-recipe';
import { type SampleName, sampleOf } from './samples';

/** The seed of the samples in public/. */
const sampleSeed = 42;

/** Returns a sample's files: name → text. */
export function sampleFiles(name: SampleName): Map<string, string> {
  return projectFiles(sampleOf(name, sampleSeed), sampleRecipe(name));
}

/** Returns a project's files: name → text. The recipe names them as {@link projectDataset} does. */
export function projectFiles({ tools, train, eval: heldOut }: Sample, recipe: Recipe): Map<string, string> {
  const lines = (records: readonly NewRecord[]) => records.map((record) => `${writeRow('chatml', record, tools).line}\n`).join('');
  return new Map([
    ['rows.jsonl', lines(train)],
    ['eval.jsonl', lines(heldOut)],
    ['tools.json', `${JSON.stringify(toValue(toolListNode(tools.map(withoutNotes))), null, 2)}\n`],
    ['config.yaml', writeRecipe(recipe)],
  ]);
}
