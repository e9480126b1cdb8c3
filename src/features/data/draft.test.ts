import { expect, test } from 'vitest';
import type { Call, Message } from '../../core/record';
import { argumentsProblem, isValid, withCalls, withContent } from './draft';

const call: Call = { name: 'f', argumentsText: '{"a": 1}', encoding: 'object' };

test('arguments must be a JSON object', () => {
  expect(argumentsProblem('{"a": 1}')).toBeNull();
  expect(argumentsProblem('[1]')).toEqual({ kind: 'not-object' });
  expect(argumentsProblem('{a: 1}')?.kind).toBe('json');
});

test('an empty text leaves null and absent contents as they were', () => {
  const silent: Message = { role: 'assistant', content: null };
  expect(withContent(silent, '')).toBe(silent);
  expect(withContent(silent, 'x')).toEqual({ role: 'assistant', content: 'x' });
  expect(withContent({ role: 'user', content: 'x' }, '')).toEqual({ role: 'user', content: '' });
});

test('a message without calls has no field for them', () => {
  expect(withCalls({ role: 'assistant', calls: [call] }, [])).toEqual({ role: 'assistant' });
  expect(withCalls({ role: 'assistant' }, [call]).calls).toEqual([call]);
});

test('calls need a name and readable arguments', () => {
  expect(isValid([{ role: 'assistant', calls: [call] }])).toBe(true);
  expect(isValid([{ role: 'assistant', calls: [{ ...call, name: ' ' }] }])).toBe(false);
  expect(isValid([{ role: 'assistant', calls: [{ ...call, argumentsText: '{' }] }])).toBe(false);
});
