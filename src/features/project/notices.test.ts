// Every code that reading and checking can emit has its words in both languages.
import { expect, test } from 'vitest';
import { CHECK_CODES, checks } from '../../core/checks';
import { REJECTION_CODES } from '../../core/formats';
import { RECIPE_CODES } from '../../core/recipe';
import { STOP_TOKEN_CODES } from '../../core/stop-token';
import { en } from '../../i18n/en';
import { zhCN } from '../../i18n/zh-CN';

test.each([
  ['en', en],
  ['zh-CN', zhCN],
])('%s has words for every notice and every check', (_, words) => {
  const codes = Object.keys(words.notices);
  expect(
    [...REJECTION_CODES, ...CHECK_CODES, ...RECIPE_CODES, ...STOP_TOKEN_CODES, 'recipe_refused', 'recipe_ignored'].filter(
      (code) => !codes.includes(code),
    ),
  ).toEqual([]);
  const names = Object.keys(words.check.checks);
  expect(checks.map((check) => check.id).filter((id) => !names.includes(id))).toEqual([]);
});

test('Chinese notices have a sentence and a remedy of their own', () => {
  const without = Object.entries(zhCN.notices).filter(([, { title, message, remedy }]) => !title || !message || !remedy);
  expect(without).toEqual([]);
});
