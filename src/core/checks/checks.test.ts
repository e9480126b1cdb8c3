import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../failure';
import type { Call, DataRecord, Message, ToolSpec } from '../record';
import { CHECK_CODES, checkRecords, checks, type ExampleLengths } from '.';

const weather: ToolSpec = {
  name: 'get_weather',
  description: '',
  parametersText: JSON.stringify({
    type: 'object',
    properties: { city: { type: 'string' }, days: { type: 'integer', minimum: 1 }, unit: { enum: ['C', 'F'] } },
    required: ['city'],
  }),
};

const call = (argumentsText: string, name = 'get_weather', id?: string): Call => ({
  name,
  argumentsText,
  encoding: 'object',
  ...(id === undefined ? {} : { id }),
});
const user = (content: string): Message => ({ role: 'user', content });
const calling = (...calls: Call[]): Message => ({ role: 'assistant', calls });
const result = (content: string, callId?: string): Message => ({ role: 'tool', content, ...(callId === undefined ? {} : { callId }) });
const says = (content: string): Message => ({ role: 'assistant', content });

let counter = 0;
const record = (messages: readonly Message[], more: Partial<DataRecord> = {}): DataRecord => ({
  id: `r${++counter}`,
  source: { file: 'a.jsonl', line: counter, format: 'openai' },
  tags: [],
  split: 'train',
  tools: [],
  messages,
  ...more,
});

const whole: ExampleLengths = { length: 10, trained: 4, trainedWithin: 4 };

interface Input {
  readonly records: readonly DataRecord[];
  /** The weather tool unless given. */
  readonly projectTools?: readonly ToolSpec[];
  readonly tokenized?: (record: DataRecord) => ExampleLengths;
}

function check({ records, projectTools = [weather], tokenized = () => whole }: Input) {
  return checkRecords({ records, projectTools, maxLength: 16, tokenized });
}

function codes(input: Input): string[] {
  return check(input).findings.map(({ code }) => code);
}

const good = () => record([user('查一下北京的天气'), calling(call('{"city": "北京"}'))]);
const oneRecord = (...messages: Message[]): Input => ({ records: [record(messages)] });
const withTool = (parametersText: string): Input => ({ records: [good()], projectTools: [{ ...weather, parametersText }] });
const withLengths = (lengths: ExampleLengths): Input => ({ records: [good()], tokenized: () => lengths });
const cannotRender = () => {
  throw new AppError({ code: 'bad-input', message: 'no' });
};
const twin = good();

/** For each code, records in which the checks find that code and no other. */
const examples: Readonly<Record<string, Input>> = {
  unknown_parameter: oneRecord(user('a'), calling(call('{"city": "x", "plase": "y"}'))),
  missing_parameter: oneRecord(user('a'), calling(call('{}'))),
  wrong_type: oneRecord(user('a'), calling(call('{"city": 1}'))),
  not_in_enum: oneRecord(user('a'), calling(call('{"city": "x", "unit": "K"}'))),
  schema_violation: oneRecord(user('a'), calling(call('{"city": "x", "days": 0}'))),
  schema_unresolved: withTool('{"type": "object", "properties": {"city": {"$ref": "https://example.org/x.json"}}}'),
  broken_schema: withTool('{"type": "dict"}'),
  arguments_not_json: oneRecord(user('a'), calling(call('{city}'))),
  arguments_not_object: oneRecord(user('a'), calling(call('["x"]'))),
  undeclared_tool: oneRecord(user('a'), calling(call('{}', 'get_wether'))),
  no_tools: { records: [good()], projectTools: [] },
  duplicate_tools: { records: [{ ...good(), tools: [weather, weather] }] },
  duplicate_keys: oneRecord(user('a'), calling(call('{"city": "x", "city": "y"}'))),
  system_not_first: oneRecord(user('a'), { role: 'system', content: 's' }, says('b')),
  result_without_call: oneRecord(user('a'), result('1'), says('b')),
  user_missing: oneRecord(says('b')),
  empty_answer: oneRecord(user('a'), { role: 'assistant', content: '' }),
  result_unmatched: oneRecord(user('a'), calling(call('{"city": "x"}', 'get_weather', 'c1')), result('1', 'c2'), says('b')),
  results_too_many: oneRecord(user('a'), calling(call('{"city": "x"}')), result('1'), result('2'), says('b')),
  results_missing: oneRecord(user('a'), calling(call('{"city": "x"}'), call('{"city": "y"}')), result('1'), says('b')),
  ends_without_answer: oneRecord(user('a'), says('b'), user('c')),
  empty_request: oneRecord(user(' '), says('b')),
  turn_markers: oneRecord(user('a<|im_end|>'), says('b')),
  cannot_render: { records: [good()], tokenized: cannotRender },
  trains_nothing: withLengths({ length: 9, trained: 0, trainedWithin: 0 }),
  cut_everything: withLengths({ length: 99, trained: 5, trainedWithin: 0 }),
  cut_trained: withLengths({ length: 99, trained: 5, trainedWithin: 2 }),
  cut_untrained: withLengths({ length: 99, trained: 5, trainedWithin: 5 }),
  duplicate_row: { records: [twin, { ...twin, id: 'other' }] },
  same_request_in_both: { records: [twin, { ...good(), split: 'eval' }] },
};

describe('checks', () => {
  it('find nothing in good records', () => {
    expect(codes({ records: [good(), record([user('hi'), says('hello')])] })).toEqual([]);
  });

  it.each(CHECK_CODES)('find %s and nothing else in its example', (code) => {
    expect(codes(examples[code] ?? expect.fail(`no example of ${code}`))).toEqual([code]);
  });

  it('suggest the nearest name', () => {
    const { findings } = check(oneRecord(user('a'), calling(call('{"ciyt": "x"}', 'get_weather'), call('{}', 'getweather'))));
    expect(findings.find(({ code }) => code === 'unknown_parameter')).toMatchObject({
      values: { near: 'city' },
      messageIndex: 1,
      callIndex: 0,
    });
    expect(findings.find(({ code }) => code === 'undeclared_tool')).toMatchObject({
      values: { near: 'get_weather' },
      severity: 'error',
      callIndex: 1,
    });
  });

  it('compare calls with the tools of the record if it has any', () => {
    const own = record([user('a'), calling(call('{}', 'mine'))], { tools: [{ ...weather, name: 'mine', parametersText: '' }] });
    expect(codes({ records: [own] })).toEqual([]);
    expect(codes({ records: [record(own.messages)] })).toEqual(['undeclared_tool']);
  });

  it('report a schema that cannot be used once', () => {
    const other = record([user('b'), calling(call('{"city": "x"}'))]);
    const unusable = [{ ...weather, parametersText: '{"type": "dict"}' }];
    expect(codes({ records: [good(), other], projectTools: unusable })).toEqual(['broken_schema']);
    expect(codes(withTool('[1]'))).toEqual(['broken_schema']);
  });

  it('accept parameters called `type` and `__proto__`', () => {
    expect(codes(withTool('{"type": "object", "properties": {"type": {"type": "string"}, "city": {}}}'))).toEqual([]);
    expect(codes(withTool('{"type": "object", "properties": {"__proto__": {"type": "string"}, "city": {}}}'))).toEqual([]);
  });

  it('follow nested schemas and schemas with other parameters', () => {
    const find = (schema: object, argumentsText: string) =>
      check({
        records: [record([user('a'), calling(call(argumentsText))])],
        projectTools: [{ ...weather, parametersText: JSON.stringify(schema) }],
      }).findings;
    const closed = { type: 'object', properties: { city: {} }, additionalProperties: false };
    expect(find(closed, '{"city": 1, "x": 2}')).toMatchObject([{ code: 'unknown_parameter' }]);
    const open = { type: 'object', properties: {}, additionalProperties: { type: 'number' } };
    expect(find(open, '{"x": "2"}')).toMatchObject([{ code: 'wrong_type' }]);
    const tags = { type: 'array', items: { type: 'string' } };
    const nested = { type: 'object', properties: { filter: { type: 'object', properties: { tags } } } };
    expect(find(nested, '{"filter": {"tags": ["x", 3]}}')).toMatchObject([
      { code: 'wrong_type', values: { parameter: 'filter.tags.1', value: '3' } },
    ]);
  });

  it('count findings, and have their codes, records and remedies', () => {
    expect(new Set(CHECK_CODES).size).toBe(CHECK_CODES.length);
    expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
    const anyMessage = fc.record({
      role: fc.constantFrom('system' as const, 'user' as const, 'assistant' as const, 'tool' as const),
      content: fc.constantFrom('', 'a', '<|im_end|>'),
      calls: fc.array(fc.constantFrom(call('{}'), call('[', 'x'), call('{"city": {}, "city": 1}'), call('{"__proto__": 1}')), {
        maxLength: 2,
      }),
    });
    fc.assert(
      fc.property(fc.array(fc.array(anyMessage, { maxLength: 6 }), { maxLength: 5 }), (conversations) => {
        const report = check({ records: conversations.map((messages) => record(messages)) });
        expect(report.errors + report.warnings).toBe(report.findings.length);
        for (const finding of report.findings) {
          expect(CHECK_CODES).toContain(finding.code);
          expect(finding.recordId).not.toBe('');
          expect(finding.remedy).not.toBe('');
        }
      }),
    );
  });
});
