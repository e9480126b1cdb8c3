import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../failure';
import type { Call, DataRecord, Message, ToolSpec } from '../record';
import { CHECK_CODES, checkRecords, checks, type RowLengths } from '.';

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
const record = (messages: Message[], more: Partial<DataRecord> = {}): DataRecord => ({
  id: `r${++counter}`,
  source: { file: 'a.jsonl', line: counter, format: 'openai' },
  tags: [],
  split: 'train',
  tools: [],
  messages,
  ...more,
});

const whole: RowLengths = { length: 10, trained: 4, trainedWithin: 4 };

function codes(
  records: DataRecord[],
  projectTools: ToolSpec[] = [weather],
  tokenized: (record: DataRecord) => RowLengths = () => whole,
): string[] {
  return checkRecords({ records, projectTools, maxLength: 16, tokenized }).findings.map(({ code }) => code);
}

const good = () => record([user('查一下北京的天气'), calling(call('{"city": "北京"}'))]);

describe('checks', () => {
  it('finds nothing in a good row', () => {
    expect(codes([good(), record([user('hi'), says('hello')])])).toEqual([]);
  });

  it.each<[string, Message[]]>([
    ['unknown_parameter', [user('a'), calling(call('{"city": "x", "plase": "y"}'))]],
    ['missing_parameter', [user('a'), calling(call('{}'))]],
    ['wrong_type', [user('a'), calling(call('{"city": 1}'))]],
    ['not_in_enum', [user('a'), calling(call('{"city": "x", "unit": "K"}'))]],
    ['schema_violation', [user('a'), calling(call('{"city": "x", "days": 0}'))]],
    ['arguments_not_json', [user('a'), calling(call('{city}'))]],
    ['arguments_not_object', [user('a'), calling(call('["x"]'))]],
    ['undeclared_tool', [user('a'), calling(call('{}', 'get_wether'))]],
    ['duplicate_keys', [user('a'), calling(call('{"city": "x", "city": "y"}'))]],
    ['system_not_first', [user('a'), { role: 'system', content: 's' }, says('b')]],
    ['result_without_call', [user('a'), result('1'), says('b')]],
    ['user_missing', [says('b')]],
    ['empty_answer', [user('a'), { role: 'assistant', content: '' }]],
    ['result_unmatched', [user('a'), calling(call('{"city": "x"}', 'get_weather', 'c1')), result('1', 'c2'), says('b')]],
    ['results_too_many', [user('a'), calling(call('{"city": "x"}')), result('1'), result('2'), says('b')]],
    ['results_missing', [user('a'), calling(call('{"city": "x"}'), call('{"city": "y"}')), result('1'), says('b')]],
    ['ends_without_answer', [user('a'), says('b'), user('c')]],
    ['empty_request', [user(' '), says('b')]],
    ['turn_markers', [user('a<|im_end|>'), says('b')]],
  ])('finds %s', (code, messages) => {
    expect(codes([record(messages)])).toEqual([code]);
  });

  it('offers the near name', () => {
    const { findings } = checkRecords({
      records: [record([user('a'), calling(call('{"ciyt": "x"}', 'get_weather'), call('{}', 'getweather'))])],
      projectTools: [weather],
      maxLength: 16,
      tokenized: () => whole,
    });
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

  it("judges by the record's own tools when it has any", () => {
    const own = record([user('a'), calling(call('{}', 'mine'))], { tools: [{ ...weather, name: 'mine', parametersText: '' }] });
    expect(codes([own])).toEqual([]);
    expect(codes([record([user('a'), calling(call('{}', 'mine'))])], [])).toEqual(['no_tools']);
    expect(codes([{ ...own, tools: [...own.tools, ...own.tools] }])).toEqual(['duplicate_tools']);
  });

  it('names schemas that cannot be used, once', () => {
    const tool = (parametersText: string) => ({ ...weather, parametersText });
    expect(codes([good(), record([user('b'), calling(call('{"city": "x"}'))])], [tool('{"type": "dict"}')])).toEqual(['broken_schema']);
    expect(codes([good()], [tool('[1]')])).toEqual(['broken_schema']);
    expect(codes([good()], [tool('{"type": "object", "properties": {"city": {"$ref": "https://example.org/x.json"}}}')])).toEqual([
      'schema_unresolved',
    ]);
    // A parameter may itself be called `type`.
    expect(codes([good()], [tool('{"type": "object", "properties": {"type": {"type": "string"}, "city": {}}}')])).toEqual([]);
    expect(codes([good()], [tool('{"type": "object", "properties": {"__proto__": {"type": "string"}, "city": {}}}')])).toEqual([]);
  });

  it('honours nested and open schemas', () => {
    const tool = (schema: unknown) => ({ ...weather, parametersText: JSON.stringify(schema) });
    const closed = tool({ type: 'object', properties: { city: {} }, additionalProperties: false });
    expect(codes([record([user('a'), calling(call('{"city": 1, "x": 2}'))])], [closed])).toEqual(['unknown_parameter']);
    const open = tool({ type: 'object', properties: {}, additionalProperties: { type: 'number' } });
    expect(codes([record([user('a'), calling(call('{"x": "2"}'))])], [open])).toEqual(['wrong_type']);
    const nested = tool({
      type: 'object',
      properties: { filter: { type: 'object', properties: { tags: { type: 'array', items: { type: 'string' } } } } },
    });
    const report = checkRecords({
      records: [record([user('a'), calling(call('{"filter": {"tags": ["x", 3]}}'))])],
      projectTools: [nested],
      maxLength: 16,
      tokenized: () => whole,
    });
    expect(report.findings).toMatchObject([{ code: 'wrong_type', values: { parameter: 'filter.tags.1', value: '3' } }]);
  });

  it('says what a row trains', () => {
    expect(codes([good()], [weather], () => ({ length: 9, trained: 0, trainedWithin: 0 }))).toEqual(['trains_nothing']);
    expect(codes([good()], [weather], () => ({ length: 99, trained: 5, trainedWithin: 0 }))).toEqual(['cut_everything']);
    expect(codes([good()], [weather], () => ({ length: 99, trained: 5, trainedWithin: 2 }))).toEqual(['cut_trained']);
    expect(codes([good()], [weather], () => ({ length: 99, trained: 5, trainedWithin: 5 }))).toEqual(['cut_untrained']);
    const refuse = () => {
      throw new AppError({ code: 'bad-input', message: 'no' });
    };
    expect(codes([good()], [weather], refuse)).toEqual(['cannot_render']);
  });

  it('finds rows that repeat one another', () => {
    const twin = good();
    expect(codes([twin, { ...twin, id: 'other' }])).toEqual(['duplicate_row']);
    expect(codes([twin, { ...good(), split: 'eval' }])).toEqual(['same_request_in_both']);
  });

  it('counts, and names every code it uses', () => {
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
        const report = checkRecords({
          records: conversations.map((messages) => record(messages)),
          projectTools: [weather],
          maxLength: 16,
          tokenized: () => whole,
        });
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
