// Compares ids in Chromium with those in Node. The files come from the page's own origin.
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

test.each(['qwen2_5', 'qwen3'] as const)('%s has the same ids, and fetches from its own origin only', async (id) => {
  const { rows: inputs }: { rows: { messages: Message[] }[] } = await golden('rows');
  const expected = readGoldens(await golden(id)).records;
  const texts = inputs.map(({ messages }) => renderTurns(messages, { addGenerationPrompt: false }).text);
  const addresses: string[] = [];
  const original = globalThis.fetch;
  globalThis.fetch = (address, init) => {
    addresses.push(String(address));
    return original(address, init);
  };
  try {
    const tokenizer = await fetchPageTokenizer(id, base);
    expect(texts.map((text) => [...tokenizer.encode(text).ids])).toEqual(expected.map((entry) => entry.functionCall.ids));
    expect(addresses.length).toBeGreaterThan(1);
    for (const address of addresses) expect(new URL(address).origin).toBe(location.origin);
  } finally {
    globalThis.fetch = original;
  }
});

test('reports a tokenizer that is missing from the page', async () => {
  await expect(fetchPageTokenizer('qwen3', `${base}nowhere/`)).rejects.toMatchObject({ failure: { code: 'not-found' } });
});
