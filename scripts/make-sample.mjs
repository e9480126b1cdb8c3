// Writes the folders of public/samples with the seeded generator in src/core/sample: rows, held-out rows, tools, recipe.
// The from-zero model's tokenizer is made from the rows of zh-from-zero, so run scripts/make-from-zero.mjs afterwards.
//
//   node scripts/make-sample.mjs        a test generates the files again and compares
import { mkdir, writeFile } from 'node:fs/promises';
import { loadSource } from './source.mjs';

const SAMPLES = new URL('../public/samples/', import.meta.url);

const { sampleFiles, sampleNames } = await loadSource('core/sample/index.ts');
for (const sample of sampleNames) {
  const folder = new URL(`${sample}/`, SAMPLES);
  await mkdir(folder, { recursive: true });
  for (const [name, text] of sampleFiles(sample)) await writeFile(new URL(name, folder), text);
}
