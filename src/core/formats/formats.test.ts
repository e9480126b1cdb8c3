import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { buildRecord } from '../builder';
import { parseJson, writePython } from '../json';
import type { Message, NewRecord, ToolSpec } from '../record';
import { readToolDocument } from '../tool-document';
import { formats, toolNode, withoutNotes, writeRow } from '.';
import { readRow } from './read-row';
import { fixtures } from './testing/fixtures';

const system = '你是一个可以调用工具的智能助手';
const weather: ToolSpec = {
  name: 'get_weather',
  description: '天气',
  parametersText: '{"type": "object", "properties": {"min": {"minimum": 1.0}}}',
};
const source = { file: 'a.jsonl', line: 1, format: 'chatml' };
const read = (text: string): NewRecord => readRow(parseJson(text), { file: 'a.jsonl', line: 1 }).record;

describe.each(formats)('$id', ({ id, write, shownColumns }) => {
  it.each(fixtures[id].lines)('reads its line and writes it back to the byte: %s', (line) => {
    const row = read(line);
    expect(row.source.format).toBe(id);
    expect(write(row, []).line).toBe(line);
  });

  it('shows columns that its lines have', () => {
    for (const line of fixtures[id].lines) {
      expect(Object.keys(JSON.parse(line))).toEqual(expect.arrayContaining([...shownColumns]));
    }
  });
});

describe('ChatML lines', () => {
  it('are these 850 bytes for the three example records', () => {
    const rows = [
      buildRecord({ system, request: '查一下北京的天气', tool: 'get_weather', argumentsText: '{"city": "北京"}' }),
      buildRecord({ system, request: '帮我定位上海的位置', tool: 'map_lookup', argumentsText: '{"place":"上海"}' }),
      buildRecord({ system, request: '我想搜索一下Qwen模型的用途', tool: 'search', argumentsText: '{ "query" : "Qwen模型的用途" }' }),
    ];
    const text = rows.map((row) => `${writeRow('chatml', row, [weather]).line}\n`).join('');
    expect(new TextEncoder().encode(text)).toHaveLength(850);
    expect(createHash('sha256').update(text).digest('hex')).toBe('2304c2150502fa21e13af5773ffb4fa7c649c55b0e36a8dccf924a2684a76790');
  });

  it('keep columns as JSON text', () => {
    const [line = ''] = fixtures.chatml.lines;
    expect(read(line).extra).toEqual({ expected_tool: '"get_weather"', expected_args: '{"city": "广州"}', negative: 'false' });
  });
});

it('function_call messages keep the text of their arguments', () => {
  const [line = ''] = fixtures.function_call_messages.lines;
  expect(read(line).messages[2]).toEqual({
    role: 'assistant',
    calls: [{ name: 'get_weather', argumentsText: '{ "city": "广州" }', encoding: 'string' }],
  });
});

describe('a changed record', () => {
  const [text = ''] = fixtures.openai.lines;

  it('keeps everything that was not changed', () => {
    const row = read(text);
    const [user, answer] = row.messages;
    if (user === undefined || answer === undefined) return expect.fail('two messages expected');
    const calls = (answer.calls ?? []).map((call) => ({ ...call, name: 'g' }));
    const changed: NewRecord = {
      ...row,
      messages: [
        { ...user, content: '问' },
        { ...answer, weight: 0, calls },
      ],
    };
    expect(writeRow('openai', changed, []).line).toBe(
      text.replace('查', '问').replace('1.0, "content"', '0, "content"').replace('"f"', '"g"'),
    );
  });

  it('gets the tools of the project if it has none, but keeps an empty list', () => {
    const borrowed = `"tools": [${writePython(toolNode(weather))}]`;
    expect(writeRow('openai', read(text), [weather]).line).toBe(text.replace('"tools": null', borrowed));
    const [, none = ''] = fixtures.openai.lines;
    expect(writeRow('openai', read(none), [weather]).line).toBe(none);
  });

  it('can get calls where the source has null', () => {
    const row = read('{"messages": [{"role": "assistant", "tool_calls": null, "content": "好"}]}');
    const messages = row.messages.map(
      (message): Message => ({ ...message, calls: [{ name: 'f', argumentsText: '{}', encoding: 'object' }] }),
    );
    expect(writeRow('openai', { ...row, messages }, []).line).toBe(
      '{"messages": [{"role": "assistant", "tool_calls": [{"type": "function", "function": {"name": "f", "arguments": {}}}], "content": "好"}]}',
    );
  });
});

describe('a record of another format', () => {
  const full = read(
    '{"messages": [{"role": "user", "content": "查", "loss": 1}, {"role": "assistant", "content": "好", "reasoning_content": "想", "weight": 1, "tool_calls": [{"id": "x", "type": "function", "function": {"name": "f", "arguments": {"a": 1.0}}}, {"id": "y", "type": "function", "function": {"name": "g", "arguments": "{}"}}]}, {"role": "tool", "tool_call_id": "x", "content": "1"}, {"role": "tool", "tool_call_id": "y", "name": "g", "content": "2"}], "tools": [{"type": "function", "function": {"name": "f"}}], "topic": "天气"}',
  );

  it('is written with a list of what the format cannot hold', () => {
    expect(writeRow('openai', full, []).lost).toEqual([]);
    expect(writeRow('chatml', full, []).lost).toEqual(['tools', 'call_ids', 'tool_names', 'weights', 'columns']);
    expect(writeRow('function_call_messages', full, []).lost).toEqual(['tools', 'call_ids', 'reasoning', 'weights', 'parallel_calls']);
  });

  it('is written with everything that the format can hold', () => {
    expect(writeRow('chatml', full, []).line).toBe(
      '{"input": "<|im_start|>user\\n查<|im_end|>\\n<|im_start|>assistant\\n<think>\\n想\\n</think>\\n\\n好\\n<function_call>{\\"name\\": \\"f\\", \\"arguments\\": {\\"a\\": 1.0}}</function_call>\\n<function_call>{\\"name\\": \\"g\\", \\"arguments\\": {}}</function_call><|im_end|>\\n<|im_start|>tool\\n1<|im_end|>\\n<|im_start|>tool\\n2<|im_end|>", "topic": "天气"}',
    );
    expect(writeRow('function_call_messages', full, []).line).toBe(
      '{"messages":[{"role":"user","content":"查","loss":1},{"role":"assistant","content":"好","function_call":{"name":"f","arguments":"{\\"a\\": 1.0}"}},{"role":"assistant","function_call":{"name":"g","arguments":"{}"}},{"role":"function","name":"f","content":"1"},{"role":"function","name":"g","content":"2"}],"topic":"天气"}',
    );
  });

  it('gets ids and a list of tools as an OpenAI row', () => {
    const call = { name: 'get_weather', argumentsText: '{"city": "广州"}', encoding: 'object' } as const;
    const messages: Message[] = [
      { role: 'assistant', calls: [call, call] },
      { role: 'tool', content: '1' },
      { role: 'tool', content: '2' },
    ];
    const { line, lost } = writeRow('openai', { source, tools: [], messages }, [weather]);
    const written = (id: string) =>
      `{"id": "${id}", "type": "function", "function": {"name": "get_weather", "arguments": {"city": "广州"}}}`;
    expect(lost).toEqual([]);
    expect(line).toBe(
      `{"messages": [{"role": "assistant", "tool_calls": [${written('call_1')}, ${written('call_2')}]}, {"role": "tool", "tool_call_id": "call_1", "content": "1"}, {"role": "tool", "tool_call_id": "call_2", "content": "2"}], "tools": [${writePython(toolNode(weather))}]}`,
    );
  });

  it.each([
    [{ role: 'user', content: '好<|im_end|>\n<|im_start|>assistant\n坏' }, 'turn_markers'],
    [{ role: 'assistant', calls: [{ name: 'f', argumentsText: '{"a": "<|im_start|>"}', encoding: 'object' }] }, 'turn_markers'],
    [{ role: 'assistant', content: '<function_call>{"name": "f", "arguments": {}}</function_call>' }, 'call_markers'],
    [{ role: 'assistant', content: '<think>\n想\n</think>\n\n好' }, 'call_markers'],
  ] satisfies [Message, string][])('loses text that ChatML would read as other turns: %j', (message, code) => {
    expect(writeRow('chatml', { source: { ...source, format: 'openai' }, tools: [], messages: [message] }, []).lost).toEqual([code]);
  });
});

describe('tools', () => {
  const bare = '{"name": "f", "strict": true, "parameters": {"b": 1.0, "a": 2}}';

  it('are read from a list or an object, wrapped or bare', () => {
    const [tool] = readToolDocument(`\uFEFF[${bare}]`);
    expect(tool).toMatchObject({ name: 'f', description: '', parametersText: '{"b": 1.0, "a": 2}' });
    expect(readToolDocument(`{"tools": [{"type": "function", "function": ${bare}}]}`)).toHaveLength(1);
    expect(() => readToolDocument('3')).toThrow(expect.objectContaining({ failure: expect.objectContaining({ reason: 'tools_shape' }) }));
  });

  it('are written in the layout of their source, or in the usual one without its notes', () => {
    const [tool = expect.fail('one tool expected')] = readToolDocument(`[${bare}]`);
    expect(writePython(toolNode(tool))).toBe(bare);
    expect(writePython(toolNode(withoutNotes(tool)))).toBe(
      '{"type": "function", "function": {"name": "f", "description": "", "parameters": {"b": 1.0, "a": 2}, "strict": true}}',
    );
  });
});
