import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError, type Failure } from '../failure';
import { atPointer, type JsonNode, MAX_DEPTH, parseJson, sameSource, sameValue, toValue, tryParseJson, writeCompact, writePython } from '.';

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
  it('is read back from both ways of writing it', () => {
    fc.assert(
      fc.property(tree, (node) => {
        for (const write of [writeCompact, writePython]) expect(sameSource(parseJson(write(node)), node)).toBe(true);
      }),
    );
  });

  it('has the values that JSON.parse gives', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        expect(JSON.stringify(toValue(parseJson(text)))).toBe(JSON.stringify(JSON.parse(text)));
      }),
    );
  });

  it('rejects exactly what JSON.parse rejects', () => {
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

  it('keeps the text of numbers, the order of keys and duplicate keys', () => {
    const text = '{"b": 1.0, "10": 12345678901234567890, "9": 1e21, "b": {"中": null}}';
    expect(writePython(parseJson(text))).toBe(text);
    expect(writeCompact(parseJson(text))).toBe(text.replaceAll(', ', ',').replaceAll(': ', ':'));
  });

  it('is written with strings as Python writes them', () => {
    expect(writePython(parseJson('"\\u4e2d\\/\\u001f\\u007f\\u2028\\b\\ud83d\\ude00"'))).toBe('"中/\\u001f\u007f\u2028\\b😀"');
  });
});

describe('equality', () => {
  it('by value ignores the order of keys, how numbers are written, and all but the last of duplicate keys', () => {
    expect(sameValue(parseJson('{"a":1,"b":[1.0]}'), parseJson('{"b":[1],"a":2,"a":1e0}'))).toBe(true);
    expect(sameValue(parseJson('{"a":1}'), parseJson('{"a":true}'))).toBe(false);
    expect(sameValue(parseJson('[1,2]'), parseJson('[2,1]'))).toBe(false);
    expect(sameValue(parseJson('{"a":1}'), parseJson('{"a":1,"b":null}'))).toBe(false);
  });

  it.each([
    ['12345678901234567890', '12345678901234567891', false],
    ['1200', '1.2e3', true],
    ['-0', '0.0e9', true],
    ['0.1', '-0.1', false],
    ['1e99999999999999999999', '10e99999999999999999998', true],
  ])('by value does not round numbers: %s and %s', (a, b, same) => {
    expect(sameValue(parseJson(a), parseJson(b))).toBe(same);
  });
});

describe('hostile input', () => {
  it('is rejected below the deepest level, with the place', () => {
    expect(parseJson('['.repeat(MAX_DEPTH) + ']'.repeat(MAX_DEPTH)).kind).toBe('array');
    expect(failureOf('['.repeat(200_000))).toMatchObject({ code: 'bad-input', reason: 'json_depth', values: { position: MAX_DEPTH } });
    expect(failureOf('{"a":'.repeat(200_000)).reason).toBe('json_depth');
  });

  it('is rejected with line and column', () => {
    expect(failureOf('{\n  "a": 1,\n  b: 2}')).toMatchObject({ reason: 'json_syntax', values: { line: 3, column: 3, position: 14 } });
    expect(failureOf('{"a": "x').reason).toBe('json_incomplete');
    expect(failureOf('{"a": [1').reason).toBe('json_incomplete');
    expect(failureOf('').reason).toBe('json_incomplete');
    expect(failureOf('{} {}').reason).toBe('json_syntax');
  });

  it('is rejected for half characters, escaped or raw', () => {
    expect(failureOf('"\\ud83d"').reason).toBe('lone_surrogate');
    expect(failureOf('"\\ude00\\ud83d"').reason).toBe('lone_surrogate');
    expect(failureOf('"\ud83d"').reason).toBe('lone_surrogate');
  });

  it('does not pollute prototypes', () => {
    const value = toValue(parseJson('{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}'));
    expect(Object.keys(Object(value))).toEqual(['__proto__', 'constructor']);
    expect('polluted' in {}).toBe(false);
  });

  it('may have huge numbers, which stay text', () => {
    const digits = '9'.repeat(100_000);
    expect(writeCompact(parseJson(`[${digits},1e999999]`))).toBe(`[${digits},1e999999]`);
    expect(toValue(parseJson('1e999999'))).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('a JSON pointer', () => {
  const document = parseJson('{"a": [{"b/c": 1}, {"~d": 2}], "é %": {"": 3}}');

  it.each([
    ['#/a/0/b~1c', '1'],
    ['#/a/1/~0d', '2'],
    ['#/%C3%A9%20%25/', '3'],
  ])('finds the value at %s', (pointer, text) => {
    expect(atPointer(document, pointer)).toEqual({ kind: 'number', text });
  });

  it('finds nothing where there is no value', () => {
    for (const pointer of ['#', '#/b', '#/a/2', '#/a/x', '#/a/0/b/c', '#/%zz', 'other.json#/a', '']) {
      expect(atPointer(document, pointer), pointer).toBeUndefined();
    }
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
