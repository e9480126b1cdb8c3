import { expect, it } from 'vitest';
import { type JsonObject, parseJson, writePython } from '../json';
import { plainSchema } from './plain-schema';

const ROOT = object({
  $defs: {
    Priority: { title: 'Priority', type: 'string', enum: ['low', 'high'], description: 'of all' },
    Maybe: { anyOf: [{ $ref: '#/$defs/Priority' }, { type: 'null' }] },
    Circle: { $ref: '#/$defs/Circle' },
    Many: { anyOf: new Array(50).fill({ $ref: '#/$defs/Many' }) },
  },
});

function object(value: unknown): JsonObject {
  const node = parseJson(JSON.stringify(value));
  return node.kind === 'object' ? node : expect.fail('no object');
}

function plain(schema: unknown): unknown {
  return JSON.parse(writePython(plainSchema(object(schema), ROOT)));
}

it.each([
  ['a plain one', { type: 'string', minLength: 1 }, { type: 'string', minLength: 1 }],
  ['null among the types, as OpenAI’s strict mode writes it', { type: ['string', 'null'] }, { type: 'string' }],
  ['several types stay', { type: ['string', 'integer'] }, { type: ['string', 'integer'] }],
  ['null among the choices', { type: ['string', 'null'], enum: ['a', 'b', null] }, { type: 'string', enum: ['a', 'b'] }],
  ['nothing but null', { type: 'null', enum: [null] }, { type: 'null', enum: [null] }],
  [
    'an optional parameter as pydantic writes it',
    { anyOf: [{ type: 'integer', minimum: 1 }, { type: 'null' }], default: null, title: 'Limit' },
    { type: 'integer', minimum: 1, default: null, title: 'Limit' },
  ],
  [
    'a reference; what stands beside it counts before it',
    { $ref: '#/$defs/Priority', description: 'of the ticket' },
    { title: 'Priority', type: 'string', enum: ['low', 'high'], description: 'of the ticket' },
  ],
  [
    'an optional choice, by reference',
    { allOf: [{ $ref: '#/$defs/Maybe' }] },
    { title: 'Priority', type: 'string', enum: ['low', 'high'], description: 'of all' },
  ],
  ['a union of constants, as zod writes it', { anyOf: [{ const: 'a' }, { const: 'b', title: 'B' }] }, { enum: ['a', 'b'] }],
  ['a real union stays', { oneOf: [{ type: 'string' }, { type: 'integer' }] }, { oneOf: [{ type: 'string' }, { type: 'integer' }] }],
  ['a reference that leads nowhere stays', { $ref: '#/$defs/None' }, { $ref: '#/$defs/None' }],
  ['a circle stays', { $ref: '#/$defs/Circle' }, { $ref: '#/$defs/Circle' }],
])('%s', (_, schema, expected) => {
  expect(plain(schema)).toEqual(expected);
});

it('ends where a schema branches without end', () => {
  expect(plain({ $ref: '#/$defs/Many' })).toHaveProperty('anyOf');
});
