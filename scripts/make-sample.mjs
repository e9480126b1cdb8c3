// Makes public/samples/zh-tools from the seeded generator in src/core/sample: rows, held-out rows, tools, recipe. The
// tokenizer of the model "from zero" is made from these rows: run scripts/make-from-zero.mjs afterwards.
//
//   node scripts/make-sample.mjs        writes the files; a test makes them again and compares
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const SAMPLE = new URL('../public/samples/zh-tools/', import.meta.url);

/** @param {string} path below src */
async function load(path) {
  const { module } = await runnerImport(fileURLToPath(new URL(`../src/${path}`, import.meta.url)), {
    configFile: false,
    logLevel: 'error',
  });
  return module;
}

const { sampleFiles } = await load('core/sample/index.ts');
await mkdir(SAMPLE, { recursive: true });
for (const [name, text] of sampleFiles()) await writeFile(new URL(name, SAMPLE), text);
