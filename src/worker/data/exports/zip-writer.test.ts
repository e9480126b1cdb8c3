import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { archivesOf, zipParts } from './zip-writer';

const file = (name: string, text: string) => ({ name, bytes: text.length, parts: [new TextEncoder().encode(text)] });

test('an archive has the files it was written from, also those written in pieces', async () => {
  const pieces = { name: 'b', parts: [new TextEncoder().encode('two '), new TextEncoder().encode('pieces')] };
  const parts: Uint8Array[] = [];
  for await (const part of zipParts([file('a', 'one'), pieces], 0)) parts.push(part);
  const folder = unzipSync(new Uint8Array(await new Blob(parts.map((part) => new Uint8Array(part))).arrayBuffer()));
  expect(Object.entries(folder).map(([name, bytes]) => [name, strFromU8(bytes)])).toEqual([
    ['a', 'one'],
    ['b', 'two pieces'],
  ]);
});

test('weights above the limit get one archive each, and the small files are in the first', () => {
  const [small, ...weights] = [file('config.json', '{}'), file('w1', '123'), file('w2', '456'), file('w3', '789')];
  const names = (limit: number) =>
    archivesOf('model', [small ?? file('', '')], weights, limit).map(({ fileName, files }) => [fileName, ...files.map(({ name }) => name)]);
  expect(names(9)).toEqual([['model.zip', 'config.json', 'w1', 'w2', 'w3']]);
  expect(names(8)).toEqual([
    ['model-1.zip', 'config.json', 'w1'],
    ['model-2.zip', 'w2'],
    ['model-3.zip', 'w3'],
  ]);
});
