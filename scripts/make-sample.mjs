// Makes the folders of public/samples from the seeded generator in src/core/sample: rows, held-out rows, tools, recipe. The
// tokenizer of the model "from zero" is made from the rows of zh-from-zero: run scripts/make-from-zero.mjs afterwards.
//
//   node scripts/make-sample.mjs        writes the files; a test makes them again and compares
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const SAMPLES = new URL('../public/samples/', import.meta.url);

/** @param {string} path below src */
async function load(path) {
  const { module } = await runnerImport(fileURLToPath(new URL(`../src/${path}`, import.meta.url)), {
    configFile: false,
    logLevel: 'error',
  });
  return module;
}

const { sampleFiles, sampleNames } = await load('core/sample/index.ts');
for (const sample of sampleNames) {
  const folder = new URL(`${sample}/`, SAMPLES);
  await mkdir(folder, { recursive: true });
  for (const [name, text] of sampleFiles(sample)) await writeFile(new URL(name, folder), text);
}
