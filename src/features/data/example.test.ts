import { expect, test } from 'vitest';
import { buildExample, previewLine } from './example';

const draft = {
  system: '你是一个可以调用工具的智能助手',
  request: '查一下北京的天气',
  tool: 'get_weather',
  argumentsText: '{"city": "北京"}',
  answer: '',
};

test('a call becomes a record of the training split and the exact ChatML line', () => {
  const record = buildExample(draft);
  expect(record.split).toBe('train');
  expect(record.messages.at(-1)?.calls?.[0]).toMatchObject({ name: 'get_weather', argumentsText: '{"city": "北京"}' });
  expect(previewLine(draft, [])).toContain('<function_call>');
});

test('without a tool the answer is text', () => {
  const record = buildExample({ ...draft, tool: null, answer: '你好' });
  expect(record.messages.map((message) => message.role)).toEqual(['system', 'user', 'assistant']);
  expect(record.messages.at(-1)).toEqual({ role: 'assistant', content: '你好' });
});
