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
  return node.kind === 'object' ? node : expect.fail('not an object');
}

function plain(schema: unknown): unknown {
  return JSON.parse(writePython(plainSchema(object(schema), ROOT)));
}

it.each([
  ['keeps a plain schema', { type: 'string', minLength: 1 }, { type: 'string', minLength: 1 }],
  ['drops null from the types, where OpenAI’s strict mode adds it', { type: ['string', 'null'] }, { type: 'string' }],
  ['keeps several types', { type: ['string', 'integer'] }, { type: ['string', 'integer'] }],
  ['drops null from the choices', { type: ['string', 'null'], enum: ['a', 'b', null] }, { type: 'string', enum: ['a', 'b'] }],
  ['keeps a schema of null alone', { type: 'null', enum: [null] }, { type: 'null', enum: [null] }],
  [
    'opens an optional parameter as pydantic writes it',
    { anyOf: [{ type: 'integer', minimum: 1 }, { type: 'null' }], default: null, title: 'Limit' },
    { type: 'integer', minimum: 1, default: null, title: 'Limit' },
  ],
  [
    'follows a reference, and lets keywords next to it win',
    { $ref: '#/$defs/Priority', description: 'of the ticket' },
    { title: 'Priority', type: 'string', enum: ['low', 'high'], description: 'of the ticket' },
  ],
  [
    'opens an optional choice by reference',
    { allOf: [{ $ref: '#/$defs/Maybe' }] },
    { title: 'Priority', type: 'string', enum: ['low', 'high'], description: 'of all' },
  ],
  [
    'turns a union of constants, as zod writes it, into choices',
    { anyOf: [{ const: 'a' }, { const: 'b', title: 'B' }] },
    { enum: ['a', 'b'] },
  ],
  ['keeps a real union', { oneOf: [{ type: 'string' }, { type: 'integer' }] }, { oneOf: [{ type: 'string' }, { type: 'integer' }] }],
  ['keeps a reference that leads nowhere', { $ref: '#/$defs/None' }, { $ref: '#/$defs/None' }],
  ['keeps a reference to itself', { $ref: '#/$defs/Circle' }, { $ref: '#/$defs/Circle' }],
])('%s', (_, schema, expected) => {
  expect(plain(schema)).toEqual(expected);
});

it('stops at a schema that branches endlessly', () => {
  expect(plain({ $ref: '#/$defs/Many' })).toHaveProperty('anyOf');
});
