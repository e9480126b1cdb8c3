// read∘write is the identity: over arbitrary rows of JSON, and over arbitrary records that every format can hold.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson, sameSource, writePython } from '../json';
import type { Message, NewRecord } from '../record';
import { formats, writeRow } from '.';
import { readRow } from './read-row';
import { fixtures } from './testing/fixtures';

const place = { file: 'a.jsonl', line: 1 };

/** Returns undefined for a row that is rejected. */
function read(text: string): NewRecord | undefined {
  try {
    return readRow(parseJson(text), place).record;
  } catch {
    return undefined;
  }
}

const call = fc.record({
  name: fc.constantFrom('get_weather', '查'),
  argumentsText: fc.constantFrom('{}', '{"b": 1.0, "10": 1, "9": [null]}'),
  encoding: fc.constantFrom('object' as const, 'string' as const),
});
const text = fc.string({ unit: fc.constantFrom('查', 'a', ' ', '\n', '"', '\\', '😀', '{', '<', '_call>') });
const message: fc.Arbitrary<Message> = fc.oneof(
  fc.record({ role: fc.constantFrom('system', 'user'), content: text }),
  fc.record({ role: fc.constant('assistant' as const), content: text.filter((value) => value !== '') }),
  fc.record({ role: fc.constant('assistant' as const), calls: fc.array(call, { minLength: 1, maxLength: 1 }) }),
);
/** A record with nothing that a format may not hold. */
const plainRecord = fc
  .array(message, { minLength: 1, maxLength: 5 })
  .map((messages): NewRecord => ({ source: { ...place, format: 'builder' }, tools: [], messages }));

/** What every format holds of a message. */
function essence({ role, content, calls = [] }: Message) {
  return { role, content: content ?? '', calls: calls.map(({ name, argumentsText }) => [name, writePython(parseJson(argumentsText))]) };
}

describe.each(formats.map(({ id }) => id))('%s', (id) => {
  it('writes back every row that is read', () => {
    let accepted = 0;
    fc.assert(
      fc.property(fixtures[id].rows, (source) => {
        const record = read(source);
        if (record === undefined) return;
        accepted++;
        const stored: NewRecord = structuredClone(record);
        const own = formats.find((format) => format.id === record.source.format) ?? expect.fail(record.source.format);
        const { line, lost } = own.write(stored, []);
        expect(writePython(parseJson(line))).toBe(writePython(parseJson(source)));
        expect(sameSource(parseJson(line), parseJson(source))).toBe(true);
        expect(lost.filter((code) => code !== 'call_ids')).toEqual([]);
      }),
      { numRuns: 700 },
    );
    expect(accepted).toBeGreaterThan(250);
  });

  it('reads back every record that it writes', () => {
    fc.assert(
      fc.property(plainRecord, (record) => {
        const { line, lost } = writeRow(id, record, []);
        expect(lost).toEqual([]);
        const back = readRow(parseJson(line), place).record;
        expect(back.messages.map(essence)).toEqual(record.messages.map(essence));
        expect(writeRow(id, { ...back, source: { ...back.source, format: id } }, []).line).toBe(line);
      }),
    );
  });
});
