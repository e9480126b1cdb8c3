import { expect, test } from 'vitest';
import { starterSection } from './starter-section';

test('the table has the measured shares, their counts and their targets', () => {
  const text = starterSection({
    parameters: 4_620_000,
    tokens_seen: 21_000_000,
    seed: 7,
    gate: [
      { name: 'exact_calls', language: 'en', n: 300, value: 0.54, target: 0.6 },
      { name: 'exact_calls', language: 'zh', n: 320, value: 0.405, target: null },
      { name: 'parallel', language: 'zh', n: 50, value: 1, target: null },
    ],
    adaptation: [],
  });
  expect(text).toContain('4.6 million parameters');
  expect(text).toContain('21.0 million tokens');
  expect(text).toContain('seed 7');
  expect(text).toContain('| call exact, name and every argument | 54.0 % of 300, target 60.0 % | 40.5 % of 320 |');
  expect(text).toContain('| two calls in one answer, both exact | – | 100.0 % of 50 |');
  expect(text).not.toContain('right tool');
});
