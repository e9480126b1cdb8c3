// read∘write = identity: over generated rows of JSON, over generated records, and for what other formats can hold.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JsonNode, parseJson, sameSource, writePython } from '../json';
import type { Message, NewRecord } from '../record';
import { type FormatId, formats, writeRow } from '.';
import { readRow } from './read-row';

const place = { file: 'a.jsonl', line: 1 };

/** Raw JSON members in any order, with duplicates and nulls. */
function object(...members: fc.Arbitrary<string | undefined>[]): fc.Arbitrary<string> {
  const noise = fc.constantFrom(
    undefined,
    undefined,
    undefined,
    '"10": 1.0',
    '"9": [1e21]',
    '"__proto__": {"a": 1}',
    '"#layout": 3',
    '"x": null',
  );
  return fc
    .tuple(...members, noise, noise)
    .chain((texts) => fc.shuffledSubarray(texts, { minLength: texts.length }))
    .map((texts) => `{${texts.filter((text) => text !== undefined).join(', ')}}`);
}
const some = (key: string, ...values: string[]) => fc.constantFrom(undefined, ...values.map((value) => `"${key}": ${value}`));
const always = (key: string, value: fc.Arbitrary<string>) => value.map((text) => `"${key}": ${text}`);
const list = (item: fc.Arbitrary<string>, minLength = 0) =>
  fc.array(item, { minLength, maxLength: 3 }).map((items) => `[${items.join(', ')}]`);
const asString = (text: fc.Arbitrary<string>) => text.map((inner) => JSON.stringify(inner));

const argumentsObject = fc.constantFrom(
  '{}',
  '{"city": "广州"}',
  '{"b": 1.0, "10": 12345678901234567890, "9": 1e21, "b": null}',
  '[1, 2.50]',
);
const argumentsText = fc.oneof(
  argumentsObject,
  asString(fc.oneof(argumentsObject, fc.constantFrom('{ "city":\\u4e2d }'.replace('\\u4e2d', '"\\u4e2d"'), '', ' '))),
  fc.constant('null'),
  asString(asString(argumentsObject)),
  fc.constant('"\\"{\\\\\\"a\\\\\\": 1}\\""'),
);
const name = fc.constantFrom('"get_weather"', '"查"');
const call = object(always('name', name), fc.oneof(fc.constant(undefined), always('arguments', argumentsText)), some('index', '0'));
const toolCall = fc.oneof(object(some('id', '"call_7"', 'null'), some('type', '"function"', 'null'), always('function', call)), call);
const content = some('content', '"你好\\n"', 'null', '""', '[{"type": "text", "text": "甲"}, {"type": "text", "text": "乙"}]');
const message = fc.oneof(
  object(
    always('role', fc.constantFrom('"system"', '"developer"', '"user"')),
    content,
    some('name', '"小明"'),
    some('tool_calls', 'null', '[]'),
  ),
  object(
    always('role', fc.constant('"assistant"')),
    content,
    some('reasoning_content', '"想"', 'null'),
    some(
      'weight',
      '1',
      '0.50',
      'true',
      'null',
      '[]',
      '[{"end": 2, "start": 0, "weight": 0.0, "why": ""}, {"start": 1, "end": 2, "weight": 3}]',
    ),
    fc.oneof(some('tool_calls', 'null', '[]'), always('tool_calls', list(toolCall, 1))),
    some('function_call', 'null'),
  ),
  object(always('role', fc.constant('"assistant"')), content, always('function_call', call), some('tool_calls', 'null')),
  object(
    always('role', fc.constantFrom('"tool"', '"function"')),
    content,
    some('tool_call_id', '"call_7"', 'null'),
    some('name', '"get_weather"', 'null'),
  ),
);
const schema = fc.constantFrom('{"type": "object", "properties": {"b": {"minimum": 1.0}, "10": {}, "9": {}}}', 'null');
const toolFunction = object(
  always('name', name),
  some('description', '"天气"', '""', 'null'),
  fc.oneof(fc.constant(undefined), always('parameters', schema)),
  some('strict', 'false'),
);
const tool = fc.oneof(toolFunction, object(some('type', '"function"', 'null'), always('function', toolFunction)));
const tools = fc.oneof(
  list(tool),
  asString(list(tool)),
  asString(list(tool).map((text) => text.replaceAll(', ', ' ,'))),
  fc.constantFrom('null', '""', '"[]"'),
);
const turn = fc.constantFrom(
  '<|im_start|>user\n你好<|im_end|>',
  '<|im_start|>assistant\n<function_call>{"name":"f","arguments":{"a":1.0}}</function_call><|im_end|>',
  '<|im_start|>assistant\n先想。\n<function_call>f {"a": 1}</function_call><function_call>g</function_call>\n<|im_end|>',
  '<|im_start|>assistant\n<think>\n\n</think>\n\n好<|im_end|>',
  '<|im_start|>tool\n{"content": "多云"}<|im_end|>',
);
const chatmlText = fc
  .tuple(fc.array(turn, { minLength: 1, maxLength: 4 }), fc.constantFrom('\n', '', '\n\n'), fc.constantFrom('', '\n'))
  .map(([turns, joint, end]) => turns.join(joint) + end);

const rows: Readonly<Record<FormatId, fc.Arbitrary<string>>> = {
  chatml: object(
    always('input', asString(chatmlText)),
    some('expected_tool', '"f"'),
    some('expected_args', '{"a": 1.0, "a": 2}'),
    some('rationale', '"因为"'),
  ),
  function_call_messages: object(always('messages', list(message, 1)), some('id', '12345678901234567890')),
  openai: object(
    always('messages', list(message, 1)),
    fc.oneof(fc.constant(undefined), always('tools', tools)),
    fc.oneof(fc.constant(undefined), always('functions', tools)),
    some('parallel_tool_calls', 'true'),
    some('messages', '"an earlier duplicate"'),
  ),
};

function read(text: string): NewRecord | undefined {
  try {
    return readRow(parseJson(text), place).row;
  } catch {
    return undefined;
  }
}

describe.each(formats.map((format) => format.id))('%s', (id) => {
  it('writes every row it read back', () => {
    let seen = 0;
    fc.assert(
      fc.property(rows[id], (text) => {
        const row = read(text);
        if (row === undefined) return;
        seen++;
        const copy: NewRecord = structuredClone(row);
        const own = formats.find((format) => format.id === row.source.format);
        if (own === undefined) throw new Error(row.source.format);
        const { line, lost } = own.write(copy, []);
        expect(writePython(parseJson(line))).toBe(writePython(parseJson(text)));
        expect(sameSource(parseJson(line), parseJson(text))).toBe(true);
        expect(lost.filter((code) => code !== 'call_ids')).toEqual([]);
      }),
      { numRuns: 700 },
    );
    expect(seen).toBeGreaterThan(250);
  });
});

const plainCall = fc.record({
  name: fc.constantFrom('get_weather', '查'),
  argumentsText: fc.constantFrom('{}', '{"b": 1.0, "10": 1, "9": [null]}'),
  encoding: fc.constantFrom('object' as const, 'string' as const),
});
const text = fc.string({ unit: fc.constantFrom('查', 'a', ' ', '\n', '"', '\\', '😀', '{', '<', '_call>') });
const plainMessage: fc.Arbitrary<Message> = fc.oneof(
  fc.record({ role: fc.constantFrom('system', 'user'), content: text }),
  fc.record({ role: fc.constant('assistant' as const), content: text.filter((value) => value !== '') }),
  fc.record({ role: fc.constant('assistant' as const), calls: fc.array(plainCall, { minLength: 1, maxLength: 1 }) }),
);
const plainRow = fc
  .array(plainMessage, { minLength: 1, maxLength: 5 })
  .map((messages): NewRecord => ({ source: { ...place, format: 'builder' }, tools: [], messages }));

describe('records', () => {
  it.each(['chatml', 'function_call_messages', 'openai'] as const)('survive %s', (id) => {
    fc.assert(
      fc.property(plainRow, (row) => {
        const { line, lost } = writeRow(id, row, []);
        expect(lost).toEqual([]);
        const back = readRow(parseJson(line), place).row;
        expect(back.messages.map(essence)).toEqual(row.messages.map(essence));
        expect(writeRow(id, { ...back, source: { ...back.source, format: id } }, []).line).toBe(line);
      }),
    );
  });
});

/** What every format holds of a message. */
function essence({ role, content, calls }: Message) {
  return { role, content: content ?? '', calls: (calls ?? []).map((one) => [one.name, sourceOf(parseJson(one.argumentsText))]) };
}

function sourceOf(node: JsonNode): string {
  return writePython(node);
}
