import { expect, test } from 'vitest';
import { createFormat } from './format';
import { interpolate } from './interpolate';

const format = createFormat('en');

test('unknown is a dash, never NaN or 0', () => {
  for (const value of [null, undefined, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect([format.number(value), format.percent(value), format.bytes(value), format.duration(value), format.significant(value)]).toEqual(
      Array(5).fill('–'),
    );
  }
});

test('sizes, times, shares and small numbers', () => {
  expect(format.bytes(0)).toBe('0\u00a0B');
  expect(format.bytes(17_600_000)).toBe('17.6\u00a0MB');
  expect(format.duration(192)).toBe('3:12');
  expect(format.duration(3792)).toBe('1:03:12');
  expect(format.percent(0.62)).toBe('62\u00a0%');
  expect(format.significant(0.000084)).toBe('8.4e-5');
  expect(format.significant(0.1184)).toBe('0.118');
  expect(format.number(1240)).toBe('1,240');
});

test('templates are filled from own values only', () => {
  expect(interpolate('{tool}: {__proto__} {missing}', { tool: 'a' })).toBe('a: {__proto__} {missing}');
});

test('a part in brackets stands only with its value', () => {
  const text = '{a}[，是否应为 {near}？]。';
  expect(interpolate(text, { a: 'x', near: 'y' })).toBe('x，是否应为 y？。');
  expect(interpolate(text, { a: 'x', near: '' })).toBe('x。');
  expect(interpolate('{b}[1]', { a: 'x' })).toBe('{b}[1]');
});
