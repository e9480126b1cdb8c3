import { describe, expect, it } from 'vitest';
import type { Call } from '../../core/record';
import { argumentRows, callText, differingMiddle, pairCalls, type Segment } from './call-difference';

const call = (name: string, argumentsText: string): Call => ({ name, argumentsText, encoding: 'object' });

/** Marked pieces in brackets. */
const shown = (segments: readonly Segment[] | null) => segments?.map(({ text, marked }) => (marked ? `[${text}]` : text)).join('') ?? null;

const lines = (expected: readonly Call[], actual: readonly Call[]) =>
  pairCalls(expected, actual).map((pair) => [shown(pair.expected), shown(pair.actual)]);

describe('pairCalls', () => {
  it('marks the character that differs', () => {
    expect(lines([call('get_weather', '{"city": "合肥"}')], [call('get_weather', '{"city":"合福"}')])).toEqual([
      ['get_weather(city="合[肥]")', 'get_weather(city="合[福]")'],
    ]);
  });

  it('marks a name, an unknown argument and a missing one', () => {
    expect(lines([call('a', '{"x":1,"y":2}')], [call('b', '{"x":1.0,"z":3}')])).toEqual([['[a](x=1, [y=2])', '[b](x=1.0, [z=3])']]);
  });

  it('pairs equal calls in order', () => {
    const one = call('w', '{"city":"大连"}');
    const two = call('w', '{"city":"青岛"}');
    expect(lines([one, two], [two])).toEqual([
      ['w(city="大连")', null],
      ['w(city="青岛")', 'w(city="青岛")'],
    ]);
    expect(lines([one, two], [one, two, one])).toEqual([
      ['w(city="大连")', 'w(city="大连")'],
      ['w(city="青岛")', 'w(city="青岛")'],
      [null, '[w(city="大连")]'],
    ]);
  });

  it('shows a wrong order', () => {
    const one = call('a', '{}');
    const two = call('b', '{}');
    expect(lines([one, two], [two, one])).toEqual([
      ['[a]()', '[b]()'],
      ['[b]()', '[a]()'],
    ]);
  });

  it('shows calls that were not due, and arguments that are no object', () => {
    expect(lines([], [call('search', '{"query":"外卖"}')])).toEqual([[null, '[search(query="外卖")]']]);
    expect(lines([call('s', '{"q":1}')], [call('s', 'oops')])).toEqual([['s([q=1])', 's([oops])']]);
  });

  it('survives hostile keys', () => {
    expect(lines([call('s', '{"__proto__":1}')], [call('s', '{"toString":1}')])).toEqual([['s([__proto__=1])', 's([toString=1])']]);
  });
});

describe('texts', () => {
  it('never splits a character', () => {
    expect(differingMiddle('a😀b', 'a😁b').map(shown)).toEqual(['a[😀]b', 'a[😁]b']);
    expect(differingMiddle('aa', 'aaa').map(shown)).toEqual(['aa', 'aa[a]']);
  });

  it('writes calls and their rows', () => {
    expect(callText(call('get_weather', '{"city":"北京","days":1.0}'))).toBe('get_weather(city="北京", days=1.0)');
    expect(argumentRows(call('w', '{"city":"北京"}'))).toEqual([{ key: 'city', value: '"北京"' }]);
    expect(argumentRows(call('w', '[1]'))).toBeNull();
  });
});
