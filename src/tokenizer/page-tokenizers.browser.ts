// The same ids in Chromium as in Node, the files fetched from the page's own origin.
import { expect, test } from 'vitest';
import { renderTurns } from '../core/function-call';
import { readGoldens } from '../core/mask/testing/read-goldens';
import type { Message } from '../core/record';
import { fetchPageTokenizer } from './page-tokenizers';

const base = `${location.origin}/`;

async function golden(name: string) {
  const response = await fetch(`${base}src/core/mask/goldens/${name}.json`);
  return response.json();
}

test.each(['qwen2_5', 'qwen3'] as const)('%s', async (id) => {
  const { rows }: { rows: { messages: Message[] }[] } = await golden('rows');
  const expected = readGoldens(await golden(id)).rows;
  const texts = rows.map((row) => renderTurns(row.messages, { addGenerationPrompt: false }).text);
  const asked: string[] = [];
  const original = globalThis.fetch;
  globalThis.fetch = (address, init) => {
    asked.push(String(address));
    return original(address, init);
  };
  try {
    const tokenizer = await fetchPageTokenizer(id, base);
    expect(texts.map((text) => [...tokenizer.encode(text).ids])).toEqual(expected.map((entry) => entry.dialect.ids));
    expect(asked.length).toBeGreaterThan(1);
    for (const address of asked) expect(new URL(address).origin).toBe(location.origin);
  } finally {
    globalThis.fetch = original;
  }
});

test('a tokenizer that does not lie there is not found', async () => {
  await expect(fetchPageTokenizer('qwen3', `${base}nowhere/`)).rejects.toMatchObject({ failure: { code: 'not-found' } });
});
