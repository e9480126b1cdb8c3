import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { takeStarter } from './take-starter.mjs';

const root = mkdtempSync(join(tmpdir(), 'tooltune-starter-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const target = join(root, 'target');
const weights = Uint8Array.of(1, 2, 3);
const write = (name: string, content: string | Uint8Array) => writeFileSync(join(root, name), content);
write('model.safetensors', weights);
write('tokenizer.json', '{\n  "model": "说"\n}\n');
for (const name of ['config.json', 'generation_config.json', 'card.json']) write(name, '{ "a": 1 }');

test('copies the files that the page reads, and lists size and hash of the large ones', async () => {
  write('tokenizer_config.json', '{ "chat_template": "{{ messages }}" }');
  await takeStarter(root, target);
  const listed = JSON.parse(readFileSync(join(target, 'files.json'), 'utf8'));
  const sizeAndHash = (content: string | Uint8Array) => ({
    bytes: Buffer.byteLength(content),
    sha256: createHash('sha256').update(content).digest('hex'),
  });
  expect(listed).toEqual({ 'tokenizer.json': sizeAndHash('{"model":"说"}\n'), 'model.safetensors': sizeAndHash(weights) });
  for (const name of Object.keys(listed)) expect(sizeAndHash(readFileSync(join(target, name)))).toEqual(listed[name]);
  expect(readdirSync(target)).toHaveLength(7);
});

test('rejects a folder whose tokenizer_config.json has no chat template', async () => {
  write('tokenizer_config.json', '{}');
  await expect(takeStarter(root, target)).rejects.toThrow('no chat_template');
});
