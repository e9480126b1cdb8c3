import { expect, it } from 'vitest';
import { callLabel, requestOf } from '.';

it('shows the last request of a record, or nothing', () => {
  const messages = [
    { role: 'user', content: 'first' },
    { role: 'assistant', content: 'yes?' },
    { role: 'user', content: '查一下北京的天气' },
  ] as const;
  expect(requestOf({ messages })).toBe('查一下北京的天气');
  expect(requestOf({ messages: [] })).toBe('');
});

it('shows a call like a function call', () => {
  expect(callLabel({ name: 'f', argumentsText: '{"a":1.0,"b":["x"],"a":2}', encoding: 'object' })).toBe('f(a=2, b=["x"])');
  expect(callLabel({ name: 'f', argumentsText: '[1]', encoding: 'object' })).toBe('f([1])');
});
