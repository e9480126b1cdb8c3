import { expect, test } from 'vitest';
import { choiceOf, firstLanguages, languageChoices, languagesOf } from './languages';

test('a choice stands for its languages, and back', () => {
  for (const choice of languageChoices) expect(choiceOf(languagesOf(choice))).toBe(choice);
});

test('tools described in Chinese are asked for in Chinese, others in the language of the page', () => {
  const tool = { name: 'f', parametersText: '{}' };
  expect(firstLanguages([{ ...tool, description: '查询天气' }], 'en')).toEqual(['zh-CN']);
  expect(firstLanguages([{ ...tool, description: 'Weather' }], 'en')).toEqual(['en']);
  expect(firstLanguages([{ ...tool, description: 'Weather' }], 'zh-CN')).toEqual(['zh-CN']);
});
