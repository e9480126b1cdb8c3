import { expect, test } from 'vitest';
import { argumentsOf, fieldsOf, wrongFields } from './schema-form';

const schema = JSON.stringify({
  type: 'object',
  properties: {
    city: { type: 'string', description: 'City' },
    days: { type: 'integer' },
    unit: { enum: ['C', 'F'] },
    exact: { type: 'boolean' },
    area: { type: 'array', items: { type: 'number' } },
  },
  required: ['city'],
});

test('gives one field for each property, in order', () => {
  const fields = fieldsOf(schema);
  expect(fields?.map((field) => [field.name, field.kind])).toEqual([
    ['city', 'string'],
    ['days', 'integer'],
    ['unit', 'choice'],
    ['exact', 'boolean'],
    ['area', 'json'],
  ]);
  expect(fields?.[2]?.choices).toEqual(['"C"', '"F"']);
  expect(fieldsOf('[]')).toBeNull();
  expect(fieldsOf('{"type": "object"}')).toEqual([]);
});

test('describes the items of a list, but not of a list of lists or of itself', () => {
  const generated = JSON.stringify({
    $defs: { Day: { enum: ['mon', 'tue'] } },
    properties: {
      days: { anyOf: [{ type: 'array', items: { $ref: '#/$defs/Day' } }, { type: 'null' }], description: 'when' },
      ids: { type: ['array', 'null'], items: { type: ['integer', 'null'] } },
      rows: { type: 'array', items: { type: 'array', items: { type: 'string' } } },
      circle: { type: 'array', items: { $ref: '#/properties/circle' } },
      limit: { type: ['integer', 'null'] },
    },
  });
  const fields = fieldsOf(generated)?.map(({ name, kind, item }) => [name, kind, item?.kind ?? null, item?.choices ?? []]);
  expect(fields).toEqual([
    ['days', 'json', 'choice', ['"mon"', '"tue"']],
    ['ids', 'json', 'integer', []],
    ['rows', 'json', null, []],
    ['circle', 'json', null, []],
    ['limit', 'integer', null, []],
  ]);
  expect(fieldsOf(generated)?.[0]?.item?.description).toBe('when');
});

test('writes arguments as Python does, and leaves out empty fields', () => {
  const fields = fieldsOf(schema) ?? [];
  expect(argumentsOf(fields, { city: '北京', days: '3', unit: '"C"' })).toBe('{"city": "北京", "days": 3, "unit": "C"}');
  expect(argumentsOf(fields, { area: '[1.0, 2]' })).toBe('{"city": "", "area": [1.0, 2]}');
});

test('keeps the text of numbers, and names fields that do not fit', () => {
  const fields = fieldsOf(schema) ?? [];
  expect(argumentsOf(fields, { city: 'x', days: '12345678901234567890' })).toContain('12345678901234567890');
  expect(wrongFields(fields, { days: '1.5', exact: 'maybe', city: '' })).toEqual(['days', 'exact']);
});
