// npm run own-tools -- [--set NAME] [--language en] [--rows 2880] [--steps 360] [--out DIR]: measures how well the starter
// learns three tools from the records that the page generates for them. The page itself trains and evaluates each set,
// headless. The held-out requests have patterns and values that no training record has.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runHeadless } from './headless/run.mjs';
import { duration } from './headless/terminal.mjs';
import { languages, setNames, toolsOf } from './own-tools/sets.mjs';
import { loadSource } from './source.mjs';

/** Held-out requests, asked before and after: twice as many as the page proposes, since one of 60 is 1.7 points. */
const HELD_OUT = 120;
const SEED = 42;

const { values } = parseArgs({
  options: {
    set: { type: 'string', multiple: true, default: setNames },
    language: { type: 'string', multiple: true, default: [...languages] },
    rows: { type: 'string' },
    steps: { type: 'string' },
    out: { type: 'string', default: 'out/own-tools' },
  },
});
const unknown = values.set.filter((name) => !setNames.includes(name));
if (unknown.length > 0) throw new Error(`Unknown set ${unknown.join(', ')}. Choose from ${setNames.join(', ')}.`);

const { proposePlan, generateFromPlan } = await loadSource('core/generator/index.ts');
const { defaultRecipe } = await loadSource('core/recipe/defaults.ts');
const { projectDataset, projectFiles } = await loadSource('core/sample/index.ts');
const { teachingRecipe, defaultSteps } = await loadSource('features/own-tools/teaching-recipe.ts');

/**
 * Writes the records that the page generates, and its recipe, as files.
 * @param {string} set @param {'en' | 'zh-CN'} language @returns {Promise<string>} path of the recipe
 */
async function writeProject(set, language) {
  const tools = toolsOf(set, language);
  const plan = {
    ...proposePlan(tools, [language], SEED),
    heldOutRecords: HELD_OUT,
    ...(values.rows ? { trainRecords: Number(values.rows) } : {}),
  };
  const { records, problems } = generateFromPlan(plan, tools);
  if (!records) throw new Error(`${set}: ${JSON.stringify(problems)}`);
  const recipe = {
    ...teachingRecipe(defaultRecipe(), Number(values.steps ?? defaultSteps)),
    dataset: projectDataset,
    export: ['chatml'],
  };
  const folder = join(values.out, `${set}-${language}`);
  await mkdir(folder, { recursive: true });
  for (const [name, text] of projectFiles({ tools, ...records }, recipe)) await writeFile(join(folder, name), text);
  return join(folder, 'config.yaml');
}

for (const set of values.set) {
  for (const language of languages.filter((known) => values.language.includes(known))) {
    const started = performance.now();
    const configPath = await writeProject(set, language);
    const { evaluation, adapter } = await runHeadless({ configPath, outFolder: join(configPath, '..', 'run') });
    if (!evaluation) throw new Error(`${set}: the run was not evaluated.`);
    const exact = (/** @type {{ exact: { right: number, of: number } }} */ metrics) => `${metrics.exact.right}/${metrics.exact.of}`;
    const seconds = duration((performance.now() - started) / 1000);
    console.log(`${set} ${language}: ${exact(evaluation.base)} -> ${exact(evaluation.tuned)} exact, ${seconds} on ${adapter.backend}`);
  }
}
