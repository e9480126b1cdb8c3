import { expect, test } from 'vitest';
import { parseStarterCard, skillRows } from './starter-card';

const measured = { n: 300, value: 0.5, target: 0.6 };
const card = {
  parameters: 4_600_000,
  tokens_seen: 21_000_000,
  seed: 1,
  gate: [
    { name: 'right_tool', language: 'zh', ...measured },
    { name: 'exact_calls', language: 'en', ...measured },
    { name: 'exact_calls', language: 'zh', ...measured, target: null },
  ],
  adaptation: [{ language: 'zh', tools: ['a', 'b', 'c'], rows: 200, steps: 100, n: 100, before: 0, after: 0.97 }],
};

test('reads a card, and shows its gate as a table by skill and language', () => {
  const read = parseStarterCard(JSON.stringify(card));
  expect(read).toEqual(card);
  expect(skillRows(read)).toEqual([
    { skill: 'exact_calls', en: card.gate[1], zh: card.gate[2] },
    { skill: 'right_tool', en: undefined, zh: card.gate[0] },
  ]);
});

test.each([
  ['text that is not JSON', '<html>'],
  ['a share above one', JSON.stringify({ ...card, gate: [{ ...card.gate[0], value: 54 }] })],
  ['two tools', JSON.stringify({ ...card, adaptation: [{ ...card.adaptation[0], tools: ['a', 'b'] }] })],
])('rejects a card with %s', (_, text) => {
  expect(() => parseStarterCard(text)).toThrow('cannot be read');
});
