// The sample project as files: what public/samples/zh-tools holds.

import { toolListNode, writeRow } from '../formats';
import { toValue } from '../json';
import { writeRecipe } from '../recipe/write-recipe';
import type { Row } from '../record';
import { generateSample } from './generate-sample';
import { sampleRecipe } from './sample-recipe';

/** The seed of the sample that is shipped. */
const sampleSeed = 42;

/** File name → text. */
export function sampleFiles(): Map<string, string> {
  const { tools, train, eval: heldOut } = generateSample(sampleSeed);
  const lines = (rows: readonly Row[]) => rows.map((row) => `${writeRow('chatml', row, tools).line}\n`).join('');
  return new Map([
    ['rows.jsonl', lines(train)],
    ['eval.jsonl', lines(heldOut)],
    ['tools.json', `${JSON.stringify(toValue(toolListNode(tools, false)), null, 2)}\n`],
    ['config.yaml', writeRecipe(sampleRecipe())],
  ]);
}
