import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ParameterLine, parameterProblem, parameterTypes, readParameters, writeParameters } from '.';

const line = fc
  .record({
    name: fc.stringMatching(/^[a-z_城市]{1,8}$/u),
    type: fc.constantFrom(...parameterTypes),
    required: fc.boolean(),
    description: fc.string(),
  })
  .map((each): ParameterLine => ({ ...each, choices: each.type === 'choice' ? 'red, 蓝' : '' }));
const lines = fc.uniqueArray(line, { selector: ({ name }) => name });

test('reads back what the form writes', () => {
  fc.assert(
    fc.property(lines, (written) => {
      expect(readParameters(writeParameters(written))).toEqual(written);
      expect(written.map((_, index) => parameterProblem(written, index)).every((problem) => problem === null)).toBe(true);
    }),
  );
});

test('reads no schema that the form cannot show completely', () => {
  expect(readParameters('{"type": "object", "properties": {"city": {"type": "string"}}}')).toHaveLength(1);
  expect(readParameters('{"type": "object", "properties": {"city": {"type": "string", "minLength": 1}}}')).toBeNull();
  expect(readParameters('{"type": "object", "properties": {}, "additionalProperties": false}')).toBeNull();
  expect(readParameters('{"type": "object", "properties": {"a": {"type": "object", "properties": {}}}}')).toBeNull();
  expect(readParameters('{"type"')).toBeNull();
});

test('reports what is wrong with a line', () => {
  const city: ParameterLine = { name: 'city', type: 'string', required: true, description: '', choices: '' };
  expect(parameterProblem([city, { ...city, name: ' city ' }], 1)).toBe('name_twice');
  expect(parameterProblem([{ ...city, name: ' ' }], 0)).toBe('name_missing');
  expect(parameterProblem([{ ...city, type: 'choice', choices: ' , ' }], 0)).toBe('choices_missing');
});
