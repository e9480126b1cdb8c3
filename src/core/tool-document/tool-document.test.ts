import { describe, expect, it } from 'vitest';
import { readToolDocument } from './read-tool-document';

const parameters = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const weather = { name: 'get_weather', description: 'Weather' };

function read(value: unknown) {
  return readToolDocument(JSON.stringify(value)).map(({ name, description, parametersText }) => ({
    name,
    description,
    parameters: JSON.parse(parametersText),
  }));
}

describe('a list of tools', () => {
  it.each([
    ['OpenAI and Qwen', [{ type: 'function', function: { ...weather, parameters } }]],
    ['bare tools', { tools: [{ ...weather, parameters }] }],
    ['one tool', { ...weather, parameters }],
    ['MCP', { tools: [{ ...weather, inputSchema: parameters }] }],
    ['an answer to tools/list', { jsonrpc: '2.0', id: 1, result: { tools: [{ ...weather, inputSchema: parameters }] } }],
    ['Anthropic', [{ ...weather, input_schema: parameters }]],
  ])('is read in this form: %s', (_, value) => {
    expect(read(value)).toEqual([{ ...weather, parameters }]);
  });

  it.each([['[]'], ['{"openapi": "3.1.0", "paths": {}}'], ['7'], ['[{"description": "no name"}]']])('is missing in %s', (text) => {
    expect(() => readToolDocument(text)).toThrow(expect.objectContaining({ failure: expect.objectContaining({ reason: 'tools_shape' }) }));
  });

  it('is rejected with the place if it is not JSON', () => {
    expect(() => readToolDocument('[{"name": ')).toThrow(
      expect.objectContaining({ failure: expect.objectContaining({ code: 'bad-input' }) }),
    );
  });
});

const openApi = {
  openapi: '3.0.3',
  paths: {
    '/pets/{petId}': {
      parameters: [{ name: 'petId', in: 'path', required: true, schema: { type: 'string' }, description: 'Which pet' }],
      get: {
        operationId: 'getPet',
        summary: 'Get a pet',
        parameters: [{ $ref: '#/components/parameters/fields' }, { name: 'Authorization', in: 'header', schema: { type: 'string' } }],
      },
      put: {
        description: 'Change a pet',
        requestBody: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } } },
      },
    },
  },
  components: {
    parameters: { fields: { name: 'fields', in: 'query', schema: { type: 'array', items: { type: 'string' } } } },
    schemas: {
      Base: {
        type: 'object',
        properties: { id: { type: 'integer', readOnly: true }, name: { type: 'string', nullable: true } },
        required: ['name'],
      },
      Pet: {
        allOf: [
          { $ref: '#/components/schemas/Base' },
          {
            properties: {
              age: { type: 'integer', minimum: 0, exclusiveMinimum: true, example: 3 },
              example: { type: 'string' },
              parent: { $ref: '#/components/schemas/Pet' },
            },
          },
        ],
      },
    },
  },
};

describe('an OpenAPI description', () => {
  it('becomes one tool for each operation, with references resolved and headers left out', () => {
    const [get, put] = read(openApi);
    expect(get).toEqual({
      name: 'getPet',
      description: 'Get a pet',
      parameters: {
        type: 'object',
        properties: { petId: { type: 'string', description: 'Which pet' }, fields: { type: 'array', items: { type: 'string' } } },
        required: ['petId'],
      },
    });
    expect(put).toMatchObject({
      name: 'put_pets_petId',
      description: 'Change a pet',
      parameters: {
        properties: {
          petId: { type: 'string' },
          name: { type: ['string', 'null'] },
          age: { type: 'integer', minimum: 0, exclusiveMinimum: 0 },
          example: { type: 'string' },
        },
        required: ['petId', 'name'],
      },
    });
    expect(put?.parameters.properties.age).not.toHaveProperty('example');
    expect(put?.parameters.properties).not.toHaveProperty('id');
  });

  it('may be YAML, and Swagger 2', () => {
    const yaml = `swagger: "2.0"
paths:
  /orders:
    post:
      operationId: order.create
      parameters:
        - { name: count, in: query, type: integer, required: true, enum: [1, 2], description: How many }
        - name: order
          in: body
          schema: { type: object, properties: { note: { type: string } } }
`;
    expect(readToolDocument(yaml)).toEqual([
      {
        name: 'order.create',
        description: 'POST /orders',
        parametersText:
          '{"type": "object", "properties": {"count": {"type": "integer", "enum": [1, 2], "description": "How many"}, "note": {"type": "string"}}, "required": ["count"]}',
      },
    ]);
  });
});
