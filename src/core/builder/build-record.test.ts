import { expect, it } from 'vitest';
import { buildRecord } from '.';

const draft = { system: '助手', request: '查一下北京的天气', tool: 'get_weather', argumentsText: '{"city":"北京"}' };

it('builds the record of one call', () => {
  expect(buildRecord(draft)).toEqual({
    source: { file: 'builder', line: 1, format: 'chatml' },
    tools: [],
    messages: [
      { role: 'system', content: '助手' },
      { role: 'user', content: '查一下北京的天气' },
      { role: 'assistant', calls: [{ name: 'get_weather', argumentsText: '{"city": "北京"}', encoding: 'object' }] },
    ],
  });
  expect(buildRecord({ ...draft, system: '', argumentsText: '' }).messages).toHaveLength(2);
});

it.each([
  [{ ...draft, request: ' ' }, 'request_missing'],
  [{ ...draft, tool: '' }, 'tool_missing'],
  [{ ...draft, argumentsText: '[1]' }, 'arguments_not_object'],
  [{ ...draft, argumentsText: '{city: 1}' }, 'json_syntax'],
])('reports what is missing or wrong: %j', (wrong, reason) => {
  expect(() => buildRecord(wrong)).toThrow(expect.objectContaining({ failure: expect.objectContaining({ reason }) }));
});
