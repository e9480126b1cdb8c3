import { describe, expect, it } from 'vitest';
import { buildRow, callLabel, requestOf } from '.';

const example = { system: '助手', request: '查一下北京的天气', tool: 'get_weather', argumentsText: '{"city":"北京"}' };

describe('buildRow', () => {
  it('makes the row of one call', () => {
    expect(buildRow(example)).toEqual({
      source: { file: 'builder', line: 1, format: 'chatml' },
      tools: [],
      messages: [
        { role: 'system', content: '助手' },
        { role: 'user', content: '查一下北京的天气' },
        { role: 'assistant', calls: [{ name: 'get_weather', argumentsText: '{"city": "北京"}', encoding: 'object' }] },
      ],
    });
    expect(buildRow({ ...example, system: '', argumentsText: '' }).messages).toHaveLength(2);
  });

  it.each([
    [{ ...example, request: ' ' }, 'request_missing'],
    [{ ...example, tool: '' }, 'tool_missing'],
    [{ ...example, argumentsText: '[1]' }, 'arguments_not_object'],
    [{ ...example, argumentsText: '{city: 1}' }, 'json_syntax'],
  ])('says what is missing: %j', (wrong, reason) => {
    expect(() => buildRow(wrong)).toThrow(expect.objectContaining({ failure: expect.objectContaining({ reason }) }));
  });
});

it('labels requests and calls', () => {
  expect(requestOf(buildRow(example))).toBe('查一下北京的天气');
  expect(requestOf({ messages: [] })).toBe('');
  expect(callLabel({ name: 'f', argumentsText: '{"a":1.0,"b":["x"],"a":2}', encoding: 'object' })).toBe('f(a=2, b=["x"])');
  expect(callLabel({ name: 'f', argumentsText: '[1]', encoding: 'object' })).toBe('f([1])');
});
