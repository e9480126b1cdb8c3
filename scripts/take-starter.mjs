// Copies a trained starter into the page, JSON minified, and writes files.json, with which the page verifies what it
// fetches.
//
//   node scripts/take-starter.mjs FOLDER    FOLDER as written by reference/starter/export.py
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const PAGE_FOLDER = fileURLToPath(new URL('../public/models/starter/', import.meta.url));
const SMALL_FILES = ['config.json', 'generation_config.json', 'tokenizer_config.json', 'card.json'];
/** Fetched when first needed, and verified then. */
const LARGE_FILES = ['tokenizer.json', 'model.safetensors'];

/** @param {string} folder @param {string} name @returns {Promise<Uint8Array | string>} */
async function contentOf(folder, name) {
  const bytes = await readFile(join(folder, name));
  return name.endsWith('.json') ? `${JSON.stringify(JSON.parse(bytes.toString('utf8')))}\n` : bytes;
}

/** @param {Uint8Array | string} content */
function sizeAndHash(content) {
  return { bytes: Buffer.byteLength(content), sha256: createHash('sha256').update(content).digest('hex') };
}

/** Copies the folder and returns size and hash of its large files. @param {string} folder @param {string} target */
export async function takeStarter(folder, target) {
  await mkdir(target, { recursive: true });
  /** @type {Record<string, { bytes: number, sha256: string }>} */
  const large = {};
  for (const name of [...SMALL_FILES, ...LARGE_FILES]) {
    const content = await contentOf(folder, name);
    if (name === 'tokenizer_config.json' && !String(content).includes('"chat_template"')) {
      throw new Error('tokenizer_config.json has no chat_template, where the page reads the template.');
    }
    await writeFile(join(target, name), content);
    if (LARGE_FILES.includes(name)) large[name] = sizeAndHash(content);
  }
  await writeFile(join(target, 'files.json'), `${JSON.stringify(large, null, 2)}\n`);
  return large;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder] = process.argv.slice(2);
  if (!folder) throw new Error('Name the folder: node scripts/take-starter.mjs FOLDER');
  for (const [name, { bytes, sha256 }] of Object.entries(await takeStarter(resolve(folder), PAGE_FOLDER))) {
    console.log(`${name}  ${bytes} bytes  ${sha256}`);
  }
}
