import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_DEPTH } from '../json';
import type { NewRecord } from '../record';
import type { SourceReport } from '../source-report';
import { createSourceReader, REJECTION_CODES } from '.';

const encoder = new TextEncoder();
const good = '{"input": "<|im_start|>user\\n查😀<|im_end|>"}';
const openai = '{"messages": [{"role": "user", "content": "查"}]}';

function readBytes(bytes: Uint8Array, size = 7): { records: NewRecord[]; report: SourceReport } {
  const source = createSourceReader('a.jsonl', bytes.length);
  const records: NewRecord[] = [];
  for (let at = 0; at < bytes.length; at += size) records.push(...source.push(bytes.subarray(at, at + size)));
  const end = source.end();
  return { records: [...records, ...end.records], report: end.report };
}

const read = (text: string, size?: number) => readBytes(encoder.encode(text), size);
const codes = (report: SourceReport) => report.rejected.map(({ line, code }) => [line, code]);

describe('a file with one row on each line', () => {
  it('is read with rows of several formats, whatever the size of the chunks', () => {
    for (const size of [1, 2, 3, 1000]) {
      const { records, report } = read(`${good}\n${openai}\n`, size);
      expect(records.map((row) => row.source)).toEqual([
        { file: 'a.jsonl', line: 1, format: 'chatml' },
        { file: 'a.jsonl', line: 2, format: 'openai' },
      ]);
      expect(report).toMatchObject({ read: 2, accepted: 2, formats: { chatml: 1, openai: 1 }, rejected: [], notes: [] });
    }
  });

  it('may have a byte order mark, CRLF, blank lines and a last line without a line end', () => {
    const { records, report } = read(`\uFEFF${good}\r\n\r\n  \n${openai}\n${good}`);
    expect(records.map((row) => row.source.line)).toEqual([1, 4, 5]);
    expect(report.notes.map(({ code, values }) => [code, values['count']])).toEqual([
      ['byte_order_mark', 1],
      ['blank_lines', 2],
    ]);
  });

  it('loses only the lines that are bad', () => {
    const { records, report } = read(
      ['{"messages": [', good, 'oops', '[1]', '7', '{"a": 1,}', `${good}\r${good}`, '{"x": "\\ud800"}', good].join('\n'),
    );
    expect(records.map((row) => row.source.line)).toEqual([2, 9]);
    expect(codes(report)).toEqual([
      [1, 'json_incomplete'],
      [3, 'json_syntax'],
      [4, 'row_not_object'],
      [5, 'row_not_object'],
      [6, 'json_syntax'],
      [7, 'lone_carriage_return'],
      [8, 'lone_surrogate'],
    ]);
    expect(report.rejected[1]).toMatchObject({ file: 'a.jsonl', excerpt: 'oops' });
  });

  it('loses only the line with broken UTF-8', () => {
    const bytes = Uint8Array.from([...encoder.encode(`${good}\n{"input": "`), 0xff, 0xfe, ...encoder.encode(`"}\n${good}`)]);
    const { records, report } = readBytes(bytes);
    expect(records).toHaveLength(2);
    expect(codes(report)).toEqual([[2, 'broken_utf8']]);
    expect(report.rejected[0]?.excerpt).toContain('{"input": "\uFFFD');
  });

  it('counts every line that is not blank, and rejects with known codes only', () => {
    const line = fc.oneof(
      fc.constantFrom(
        good,
        openai,
        '',
        ' ',
        '{',
        '[]',
        'x',
        '{"a": 1}',
        '{"input": "<|im_start|>"}',
        '{"messages": 1}',
        '{"conversations": []}',
        '\uFEFF',
        '{"messages": [{"role": "user", "tool_calls": [1]}]}',
      ),
      fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\n', '').replaceAll('\0', '')),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), fc.integer({ min: 1, max: 40 }), (lines, size) => {
        const text = [good, ...lines].join('\n');
        const { records, report } = read(text, size);
        expect(report.read).toBe(report.accepted + report.rejected.length);
        expect(records).toHaveLength(report.accepted);
        expect(report.read).toBe(text.split('\n').filter((one) => one.replace(/^\uFEFF/, '').trim() !== '').length);
        for (const { code } of [...report.rejected, ...report.notes]) expect(REJECTION_CODES).toContain(code);
      }),
    );
  });

  it('may have lines of many megabytes', () => {
    const text = 'x'.repeat(8_000_000);
    const { records } = read(`{"messages": [{"role": "user", "content": "${text}"}]}\n${good}\n`, 65_536);
    expect(records[0]?.messages[0]?.content).toHaveLength(text.length);
    expect(records).toHaveLength(2);
  });
});

describe('a JSON document', () => {
  it('may be a list of rows, indented or not', () => {
    const pretty = JSON.stringify([JSON.parse(good), JSON.parse(openai)], null, 2);
    for (const text of [`[${good},${openai}]`, `\uFEFF${pretty}\r\n`, pretty.replaceAll('\n', '\r\n')]) {
      const { records, report } = read(text);
      expect(records.map((row) => [row.source.line, row.source.format])).toEqual([
        [1, 'chatml'],
        [2, 'openai'],
      ]);
      expect(report.read).toBe(2);
    }
  });

  it('may be one row, or one row after another', () => {
    const pretty = JSON.stringify(JSON.parse(openai), null, 2);
    expect(read(pretty).report).toMatchObject({ read: 1, accepted: 1 });
    expect(read(`${pretty}\n${pretty}\n`).records.map((row) => row.source.line)).toEqual([1, 2]);
  });

  it('keeps the rows around a bad one if its end can be found', () => {
    const { records, report } = read(`[${good}, {"a": NaN, "b": "]"}, 3, {"messages": [{"role": "robot"}]}, ${good}]`);
    expect(records.map((row) => row.source.line)).toEqual([1, 5]);
    expect(codes(report)).toEqual([
      [2, 'json_syntax'],
      [3, 'row_not_object'],
      [4, 'role_unknown'],
    ]);
  });

  it('is rejected as a whole, with the place, if it cannot be split into rows', () => {
    expect(codes(read(`[\n${good},\n${good}\n`).report)).toEqual([[3, 'json_incomplete']]);
    expect(codes(read(`[\n  ${good}\n  ${good}\n]`).report)).toEqual([[3, 'json_syntax']]);
    const broken = Uint8Array.from([...encoder.encode(`\n[\n${good},\n"`), 0xff, ...encoder.encode('"]')]);
    expect(readBytes(broken).report).toMatchObject({ read: 1, accepted: 0 });
    expect(codes(readBytes(broken).report)).toEqual([[4, 'broken_utf8']]);
  });

  it('is rejected with a remedy if the rows are one level down', () => {
    const { report } = read(`{"data": [${good}]}`);
    expect(report.rejected[0]).toMatchObject({ code: 'wrapper', values: { key: 'data' } });
    expect(report.rejected[0]?.remedy).toContain("jq -c '.data[]'");
  });
});

describe('a file or row that cannot be read', () => {
  it.each([
    ['', 0, [], ['empty_file']],
    [' \n\n', 0, [], ['empty_file']],
    ['\u0000\u0001binary', 1, ['not_text'], []],
    [Array.from({ length: 80 }, (_, index) => `key${index}: {a: 1}`).join('\n'), 1, ['not_json'], []],
  ])('reports %j with its reason', (text, readRows, rejected, notes) => {
    const { report } = read(text);
    expect(report.read).toBe(readRows);
    expect(report.rejected.map(({ code }) => code)).toEqual(rejected);
    expect(report.notes.map(({ code }) => code)).toEqual(notes);
  });

  it.each([true, false])('rejects UTF-16, little endian: %s', (little) => {
    const units = [0xfeff, ...[...openai].map((letter) => letter.charCodeAt(0))];
    const bytes = Uint8Array.from(units.flatMap((unit) => (little ? [unit & 255, unit >> 8] : [unit >> 8, unit & 255])));
    expect(codes(readBytes(bytes).report)).toEqual([[1, 'utf16']]);
    expect(codes(readBytes(bytes.subarray(2)).report)).toEqual([[1, 'utf16']]);
  });

  it.each([
    ['{"conversations": [{"from": "human", "value": "a"}]}', 'format_unsupported'],
    ['{"query": "a", "answers": "[]", "tools": "[]"}', 'format_unsupported'],
    ['{"foo": 1}', 'format_unknown'],
    ['{"messages": []}', 'messages_missing'],
    ['{"messages": [1]}', 'message_shape'],
    ['{"messages": [{"role": "tool_call", "content": "{}"}]}', 'role_unknown'],
    ['{"messages": [{"role": "user", "content": 5}]}', 'field_type'],
    ['{"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}', 'content_parts'],
    ['{"messages": [{"role": "assistant", "content": "a", "weight": -1}]}', 'weight'],
    ['{"messages": [{"role": "assistant", "content": "a", "weight": 1e999}]}', 'weight'],
    ['{"messages": [{"role": "assistant", "content": "a", "weight": "NaN"}]}', 'weight'],
    ['{"messages": [{"role": "assistant", "content": "a", "weight": [{"start": 2, "end": 1, "weight": 1}]}]}', 'weight'],
    ['{"messages": [{"role": "assistant", "content": "a", "weight": [{"start": 0, "end": 1, "weight": -0.5}]}]}', 'weight'],
    ['{"messages": [{"role": "assistant", "content": "a", "weight": [{"start": 0, "end": 1}]}]}', 'weight'],
    ['{"messages": [{"role": "assistant", "tool_calls": [{"function": {"name": 3}}]}]}', 'call_shape'],
    ['{"messages": [{"role": "assistant", "tool_calls": [{"function": {"name": "f", "parameters": {}}}]}]}', 'call_shape'],
    ['{"messages": [{"role": "user", "function_call": {"name": "f"}}]}', 'calls_misplaced'],
    ['{"messages": [{"role": "assistant", "function_call": {"name": "f", "arguments": "{\'a\': 1}"}}]}', 'arguments_not_json'],
    ['{"messages": [{"role": "user"}], "tools": {}}', 'tools_shape'],
    ['{"messages": [{"role": "user"}], "tools": [{"type": "web_search"}]}', 'tool_type'],
    ['{"input": "<|im_start|>user\\na<|im_start|>"}', 'chatml_structure'],
    ['{"input": "<|im_start|>assistant\\n<function_call>{</function_call><|im_end|>"}', 'call_not_json'],
    ['{"input": "<|im_start|>assistant\\n<tool_call>\\n{}\\n</tool_call><|im_end|>"}', 'template_text'],
  ])('rejects %s', (text, code) => {
    const { report } = read(`${good}\n${text}`);
    expect(codes(report)).toEqual([[2, code]]);
    expect(report.rejected[0]?.remedy).not.toBe('');
  });

  it('survives hostile rows without polluting a prototype', () => {
    const deep = '{"messages": '.repeat(100_000);
    const polluting = '{"__proto__": {"polluted": 1}, "messages": [{"role": "user", "content": "a", "__proto__": {"polluted": 1}}]}';
    const { records, report } = read(
      [good, deep, `{"a": ${'['.repeat(MAX_DEPTH + 1)}`, polluting, `{"n": ${'9'.repeat(1_000_000)}}`].join('\n'),
      65_536,
    );
    expect(codes(report)).toEqual([
      [2, 'json_depth'],
      [3, 'json_depth'],
      [5, 'format_unknown'],
    ]);
    expect(records).toHaveLength(2);
    expect('polluted' in {}).toBe(false);
    expect(Object.keys(structuredClone(records[1])?.messages[0]?.extra ?? {})).toEqual(['#layout']);
  });

  it('notes that calls were repaired', () => {
    const { report } = read('{"input": "<|im_start|>assistant\\n<function_call>f {}</function_call><|im_end|>"}');
    expect(report).toMatchObject({ accepted: 1, notes: [{ code: 'calls_repaired', values: { count: 1 } }] });
  });
});
