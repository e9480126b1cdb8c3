import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { createTokenizer } from '../src/tokenizer';
import { fromZeroFiles, readSample } from './make-from-zero.mjs';
import { readTokenizerFiles } from './tokenizer-files.mjs';

test('the committed files are what the script makes from the sample', async () => {
  const { texts, names, systemTexts } = await readSample();
  const files = fromZeroFiles(texts, names, systemTexts);
  for (const [name, text] of files) {
    expect(await readFile(new URL(`../public/models/from-zero/${name}`, import.meta.url), 'utf8'), name).toBe(text);
  }
  expect([...files.keys()].sort()).toEqual(['config.json', 'generation_config.json', 'tokenizer.json', 'tokenizer_config.json']);
  // The order of the texts does not matter.
  expect(fromZeroFiles([...texts].reverse(), names, systemTexts)).toEqual(files);
});

test('each character and English word of the sample is one token, and a value has the same tokens in a sentence and a call', async () => {
  const tokenizer = await createTokenizer('from-zero', await readTokenizerFiles('from-zero'));
  const { texts, names } = await readSample();
  for (const character of new Set(texts.join(''))) expect(tokenizer.encode(character).ids, character).toHaveLength(1);
  for (const word of new Set([...names, ...(texts.join(' ').match(/[A-Za-z]+/g) ?? [])]))
    expect(tokenizer.encode(word).ids, word).toHaveLength(1);
  for (const value of ['北京', 'Qwen模型的用途', '上海 3号馆', 'naïve 👍']) {
    const alone = [...tokenizer.encode(value).ids];
    const call = [...tokenizer.encode(`<function_call>{"name": "search", "arguments": {"query": "${value}"}}</function_call>`).ids];
    expect(call.slice(5, -1)).toEqual(alone);
    const sentence = [...tokenizer.encode(`查一下${value}的`).ids];
    expect(sentence.slice(3, -1)).toEqual(alone);
  }
});

test('config.json has the size of the vocabulary', async () => {
  const config = JSON.parse(await readFile(new URL('../public/models/from-zero/config.json', import.meta.url), 'utf8'));
  const tokenizer = await createTokenizer('from-zero', await readTokenizerFiles('from-zero'));
  expect(config.vocab_size).toBe(tokenizer.vocabularySize);
});
