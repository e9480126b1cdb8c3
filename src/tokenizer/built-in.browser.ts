// The same ids in Chromium as in Node, the files fetched from the page's own origin.
import { expect, test } from 'vitest';
import { renderDialect } from '../core/dialect';
import qwen3 from '../core/mask/goldens/qwen3.json';
import rowsText from '../core/mask/goldens/rows.json?raw';
import starter from '../core/mask/goldens/starter.json';
import type { Message } from '../core/record';
import { fetchBuiltIn } from './built-in';

const rows: { messages: Message[] }[] = JSON.parse(rowsText);
const base = `${location.origin}/`;
const input = rows.map((row) => renderDialect(row.messages, { addGenerationPrompt: false }).text);

test.each([
  ['starter', starter],
  ['qwen3', qwen3],
] as const)('%s', async (id, golden) => {
  const asked: string[] = [];
  const original = globalThis.fetch;
  globalThis.fetch = (address, init) => {
    asked.push(String(address));
    return original(address, init);
  };
  try {
    const tokenizer = await fetchBuiltIn(id, base);
    expect(input.map((text) => [...tokenizer.encode(text).ids])).toEqual(golden.slice(0, rows.length).map((entry) => entry.dialect?.ids));
    expect(asked.length).toBeGreaterThan(1);
    for (const address of asked) expect(new URL(address).origin).toBe(location.origin);
  } finally {
    globalThis.fetch = original;
  }
});

test('a tokenizer that does not lie there is not found', async () => {
  await expect(fetchBuiltIn('qwen3', `${base}nowhere/`)).rejects.toMatchObject({ failure: { code: 'not-found' } });
});
