import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError, type Failure } from '../failure';
import {
  type JsonNode,
  MAX_DEPTH,
  parseJson,
  sameNumber,
  sameSource,
  sameValue,
  toValue,
  tryParseJson,
  writeCompact,
  writePython,
} from '.';

function failureOf(text: string): Failure {
  try {
    parseJson(text);
  } catch (error) {
    if (error instanceof AppError) return error.failure;
    throw error;
  }
  throw new Error(`parsed: ${text}`);
}

const numberText = fc.oneof(
  fc.constantFrom('1.0', '-0', '1e21', '12345678901234567890', '0.10', '1E+05', '99999999999999999999999999.5e-7'),
  fc.integer().map(String),
);
const key = fc.oneof(fc.constantFrom('10', '9', '__proto__', 'constructor', 'a', '城市'), fc.string({ unit: 'grapheme' }));
const { tree } = fc.letrec<{ tree: JsonNode }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.constant<JsonNode>({ kind: 'null' }),
    fc.boolean().map<JsonNode>((value) => ({ kind: 'boolean', value })),
    numberText.map<JsonNode>((text) => ({ kind: 'number', text })),
    fc.string({ unit: 'binary' }).map<JsonNode>((value) => ({ kind: 'string', value })),
    fc.array(tie('tree'), { maxLength: 4 }).map<JsonNode>((items) => ({ kind: 'array', items })),
    fc.array(fc.record({ key, value: tie('tree') }), { maxLength: 4 }).map<JsonNode>((members) => ({ kind: 'object', members })),
  ),
}));

describe('the lossless tree', () => {
  it('reads back what it wrote, in both layouts', () => {
    fc.assert(
      fc.property(tree, (node) => {
        for (const write of [writeCompact, writePython]) expect(sameSource(parseJson(write(node)), node)).toBe(true);
      }),
    );
  });

  it('takes what JSON.parse takes and means the same', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        expect(JSON.stringify(toValue(parseJson(text)))).toBe(JSON.stringify(JSON.parse(text)));
      }),
    );
  });

  it('refuses exactly what JSON.parse refuses', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"',
      '\\',
      '1',
      '-',
      '.5',
      '01',
      'e3',
      'true',
      'nul',
      ' ',
      '\n',
      "'",
      'NaN',
      '\u0001',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = pieces.join('');
        expect(tryParseJson(text) !== undefined).toBe(accepts(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps number text, key order and duplicate keys', () => {
    const text = '{"b": 1.0, "10": 12345678901234567890, "9": 1e21, "b": {"中": null}}';
    expect(writePython(parseJson(text))).toBe(text);
    expect(writeCompact(parseJson(text))).toBe(text.replaceAll(', ', ',').replaceAll(': ', ':'));
  });

  it('writes strings as Python does', () => {
    expect(writePython(parseJson('"\\u4e2d\\/\\u001f\\u007f\\u2028\\b\\ud83d\\ude00"'))).toBe('"中/\\u001f\u007f\u2028\\b😀"');
  });
});

describe('equality', () => {
  it('is by value: free order, decimal numbers, last duplicate', () => {
    expect(sameValue(parseJson('{"a":1,"b":[1.0]}'), parseJson('{"b":[1],"a":2,"a":1e0}'))).toBe(true);
    expect(sameValue(parseJson('{"a":1}'), parseJson('{"a":true}'))).toBe(false);
    expect(sameValue(parseJson('[1,2]'), parseJson('[2,1]'))).toBe(false);
    expect(sameValue(parseJson('{"a":1}'), parseJson('{"a":1,"b":null}'))).toBe(false);
  });

  it('does not round numbers', () => {
    expect(sameNumber('12345678901234567890', '12345678901234567891')).toBe(false);
    expect(sameNumber('1200', '1.2e3')).toBe(true);
    expect(sameNumber('-0', '0.0e9')).toBe(true);
    expect(sameNumber('0.1', '-0.1')).toBe(false);
    expect(sameNumber('1e99999999999999999999', '10e99999999999999999998')).toBe(true);
  });
});

describe('hostile input', () => {
  it('stops at the depth limit and says where', () => {
    expect(parseJson('['.repeat(MAX_DEPTH) + ']'.repeat(MAX_DEPTH)).kind).toBe('array');
    expect(failureOf('['.repeat(200_000))).toMatchObject({ code: 'bad-input', reason: 'json_depth', values: { position: MAX_DEPTH } });
    expect(failureOf('{"a":'.repeat(200_000)).reason).toBe('json_depth');
  });

  it('names line and column', () => {
    expect(failureOf('{\n  "a": 1,\n  b: 2}')).toMatchObject({ reason: 'json_syntax', values: { line: 3, column: 3, position: 14 } });
    expect(failureOf('{"a": "x').reason).toBe('json_incomplete');
    expect(failureOf('{"a": [1').reason).toBe('json_incomplete');
    expect(failureOf('').reason).toBe('json_incomplete');
    expect(failureOf('{} {}').reason).toBe('json_syntax');
  });

  it('refuses half characters, escaped or raw', () => {
    expect(failureOf('"\\ud83d"').reason).toBe('lone_surrogate');
    expect(failureOf('"\\ude00\\ud83d"').reason).toBe('lone_surrogate');
    expect(failureOf('"\ud83d"').reason).toBe('lone_surrogate');
  });

  it('pollutes no prototype', () => {
    const value = toValue(parseJson('{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}'));
    expect(Object.keys(Object(value))).toEqual(['__proto__', 'constructor']);
    expect('polluted' in {}).toBe(false);
  });

  it('keeps huge numbers as text', () => {
    const digits = '9'.repeat(100_000);
    expect(writeCompact(parseJson(`[${digits},1e999999]`))).toBe(`[${digits},1e999999]`);
    expect(toValue(parseJson('1e999999'))).toBe(Number.POSITIVE_INFINITY);
  });
});

function accepts(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
