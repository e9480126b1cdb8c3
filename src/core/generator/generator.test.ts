import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRecords } from '../checks';
import { compileTool } from '../checks/compile-tool';
import { type JsonNode, parseJson } from '../json';
import type { DataRecord, NewRecord, ToolSpec } from '../record';
import { type GeneratorPlan, generateFromPlan, generateRecords, patternProblems, proposePlan, withTools } from '.';

const property = fc.constantFrom(
  { city: { type: 'string', description: 'City name' } },
  { origin: { type: 'string' }, destination: { type: 'string' } },
  { from: { type: 'string', description: 'currency code' }, amount: { type: 'number', minimum: 0.5, maximum: 900 } },
  { 收件人: { type: 'string' }, text: { type: 'string', maxLength: 60 } },
  { date: { type: 'string', format: 'date' }, startTime: { type: 'string' } },
  { order_id: { type: 'string', minLength: 4 }, people: { type: 'integer', minimum: 2 } },
  { unit: { enum: ['metric', 'imperial'] }, urgent: { type: 'boolean' } },
  { tags: { type: 'array', items: { type: 'string' } }, query: { type: 'string' } },
  { email: { type: 'string', format: 'email' }, phone: { type: 'string' }, link: { type: 'string', format: 'uri' } },
  { starts_at: { type: 'string', format: 'date-time' }, lasts: { type: 'string', format: 'duration' } },
  { opens: { type: 'string', format: 'time' }, trace: { type: 'string', format: 'uuid' }, host: { type: 'string', format: 'ipv4' } },
  { attendees: { anyOf: [{ type: 'array', items: { type: 'string' } }, { type: 'null' }] }, limit: { type: ['integer', 'null'] } },
  { ids: { type: 'array', items: { type: 'integer' } }, days: { type: 'array', items: { enum: ['mon', 'tue', 'wed', 'thu'] } } },
);

const tool = fc
  .record({
    name: fc.constantFrom('get_weather', 'sendMessage', 'search', 'control-light', 'zorblax', 'track_order', 'lookup'),
    description: fc.constantFrom(
      '',
      'Calculates the route to a place.',
      '查询一个城市当前的天气',
      '在地图上查找一个地点的位置',
      '给联系人发送一条短信',
    ),
    properties: fc.array(property, { maxLength: 3 }).map((parts) => Object.assign({}, ...parts)),
    requiredShare: fc.constantFrom(0, 1, 2),
  })
  .map(({ name, description, properties, requiredShare }): ToolSpec => {
    const required = Object.keys(properties).filter((_, index) => requiredShare === 2 || (requiredShare === 1 && index % 2 === 0));
    return { name, description, parametersText: JSON.stringify({ type: 'object', properties, required, additionalProperties: false }) };
  });

const tools = fc.uniqueArray(tool, { minLength: 1, maxLength: 3, selector: ({ name }) => name });
const languages = fc.constantFrom(['en'] as const, ['zh-CN'] as const, ['en', 'zh-CN'] as const);
const anyPlan = fc.record({ tools, languages, seed: fc.integer() }).map((input) => ({
  tools: input.tools,
  plan: { ...proposePlan(input.tools, input.languages, input.seed), trainRecords: 60, heldOutRecords: 30 },
}));

function withIds(records: readonly NewRecord[], split: DataRecord['split']): DataRecord[] {
  return records.map((record, index) => ({ ...record, id: `${split}${index}`, tags: [], split }));
}

function requestOf({ messages }: NewRecord): string {
  return messages[0]?.content ?? '';
}

/** Returns every value of every call: its `tool.parameter`, its JSON and its request. */
function valuesOf(records: readonly NewRecord[]): { place: string; node: JsonNode; request: string }[] {
  return records.flatMap((record) =>
    record.messages
      .flatMap(({ calls }) => calls ?? [])
      .flatMap(({ name, argumentsText }) => {
        const node = parseJson(argumentsText);
        const members = node.kind === 'object' ? node.members : [];
        return members.map(({ key, value }) => ({ place: `${name}.${key}`, node: value, request: requestOf(record) }));
      }),
  );
}

function texts(node: JsonNode): readonly string[] {
  if (node.kind === 'string') return [node.value];
  if (node.kind === 'number') return [node.text];
  return node.kind === 'array' ? node.items.flatMap(texts) : [];
}

describe('records from proposed patterns', () => {
  it('proposes plans without problems, whatever the tools', () => {
    fc.assert(
      fc.property(anyPlan, ({ tools: planTools, plan }) => {
        expect(patternProblems(plan, planTools)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it('passes every check, in both splits', () => {
    fc.assert(
      fc.property(anyPlan, ({ tools: planTools, plan }) => {
        const generated = generateRecords(plan, planTools);
        const records = [...withIds(generated.train, 'train'), ...withIds(generated.eval, 'eval')];
        const tokenized = () => ({ length: 40, trained: 20, trainedWithin: 20 });
        expect(checkRecords({ records, projectTools: planTools, maxLength: 256, tokenized }).findings).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  it('calls with arguments that the schema accepts and the request contains word for word', () => {
    fc.assert(
      fc.property(anyPlan, ({ tools: planTools, plan }) => {
        const { train, eval: heldOut } = generateRecords(plan, planTools);
        const compiled = new Map(planTools.map((each) => [each.name, compileTool(each)]));
        for (const { calls = [] } of [...train, ...heldOut].flatMap(({ messages }) => messages)) {
          for (const call of calls) expect(compiled.get(call.name)?.validate(parseJson(call.argumentsText))).toEqual([]);
        }
        for (const { node, request } of valuesOf([...train, ...heldOut])) for (const text of texts(node)) expect(request).toContain(text);
      }),
      { numRuns: 25 },
    );
  });

  it('leaves out parameters that no pattern mentions', () => {
    const properties = { city: { type: 'string' }, near: { type: 'object', properties: { km: { type: 'number' } } } };
    const find: ToolSpec = {
      name: 'create_user',
      description: '',
      parametersText: JSON.stringify({ type: 'object', properties, required: ['city'] }),
    };
    const plan = proposePlan([find], ['en'], 1);
    expect(generateRecords(plan, [find]).shared).toEqual([]);
    expect(plan.tools[0]?.patterns).toContain('Create a user in {city}');
  });

  it('holds out values that no training record calls with', () => {
    fc.assert(
      fc.property(anyPlan, ({ tools: planTools, plan }) => {
        const { train, eval: heldOut, shared } = generateRecords(plan, planTools);
        const trained = new Set(valuesOf(train).map(({ node }) => JSON.stringify(node)));
        for (const { place, node } of valuesOf(heldOut)) {
          if (!shared.includes(place)) expect(trained, place).not.toContain(JSON.stringify(node));
        }
        expect(shared.filter((place) => !/\.(unit|urgent|days)$/.test(place))).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  it('repeats no request, and depends on the seed alone', () => {
    fc.assert(
      fc.property(anyPlan, ({ tools: planTools, plan }) => {
        const generated = generateRecords(plan, planTools);
        const requests = [...generated.train, ...generated.eval].map(requestOf);
        expect(new Set(requests).size).toBe(requests.length);
        expect(generateRecords(plan, planTools)).toEqual(generated);
        expect(generateRecords({ ...plan, seed: plan.seed + 1 }, planTools)).not.toEqual(generated);
      }),
      { numRuns: 10 },
    );
  });
});

const weather: ToolSpec = {
  name: 'get_weather',
  description: 'Get the weather',
  parametersText: '{"type": "object", "properties": {"city": {"type": "string"}, "days": {"type": "integer"}}, "required": ["city"]}',
};
const plan = proposePlan([weather], ['en', 'zh-CN'], 1);
const [toolPatterns] = plan.tools;

function withPatterns(change: Partial<GeneratorPlan['tools'][number]>): GeneratorPlan {
  return { ...plan, tools: toolPatterns ? [{ ...toolPatterns, ...change }] : [] };
}

describe('a plan', () => {
  it('proposes patterns with required and optional parameters', () => {
    expect(toolPatterns?.patterns).toContain('Get the weather in {city}');
    expect(toolPatterns?.patterns.some((pattern) => pattern.includes('{days}'))).toBe(true);
    expect(toolPatterns?.patterns).toContain('查询{city}的天气');
    // Each wording comes without and with the optional parameter.
    expect(toolPatterns?.patterns).toContain('Get the weather in {city} for {days} days');
    expect(toolPatterns?.patterns.length).toBeGreaterThanOrEqual(70);
    expect(new Set(toolPatterns?.values['city']).size).toBeGreaterThanOrEqual(100);
  });

  it('gives the records it asks for, of every kind', () => {
    const { train, eval: heldOut } = generateRecords(plan, [weather]);
    expect(train).toHaveLength(2880);
    expect(heldOut).toHaveLength(60);
    const counts = train.map(({ messages }) => messages[1]?.calls?.length ?? 0);
    expect(counts.filter((count) => count === 0)).toHaveLength(576);
    expect(counts.filter((count) => count === 2)).toHaveLength(720);
    expect(train[0]?.source).toEqual({ file: 'templates', line: 1, format: 'chatml' });
  });

  it('puts two different tools into one request, their calls in its order', () => {
    const song: ToolSpec = { ...weather, name: 'play_song', description: 'Play a song' };
    const { train } = generateRecords({ ...proposePlan([weather, song], ['en'], 3), twoCallsShare: 100, noCallShare: 0 }, [weather, song]);
    for (const record of train) {
      const calls = record.messages[1]?.calls ?? [];
      expect(new Set(calls.map(({ name }) => name)).size).toBe(2);
      const cities = calls.map(({ argumentsText }) => JSON.parse(argumentsText).city);
      expect(requestOf(record).indexOf(cities[0])).toBeLessThan(requestOf(record).lastIndexOf(cities[1]));
    }
  });

  it('accepts other words in the call than in the request, and shares values that are few', () => {
    const edited = withPatterns({ patterns: ['How warm is it in {city}?'], values: { city: ['the capital => "Paris"', 'Rome'] } });
    expect(patternProblems(edited, [weather])).toEqual([]);
    const generated = generateRecords({ ...edited, noCallShare: 0, twoCallsShare: 0 }, [weather]);
    // No pattern mentions days.
    expect(generated.shared).toEqual(['get_weather.city']);
    const lines = generated.train.map((record) => `${requestOf(record)} ${record.messages[1]?.calls?.[0]?.argumentsText}`).sort();
    expect(lines).toEqual(['How warm is it in Rome? {"city": "Rome"}', 'How warm is it in the capital? {"city": "Paris"}']);
  });

  it('reads a list as a sentence writes it, and as a call does', () => {
    const parametersText =
      '{"type": "object", "properties": {"ids": {"type": "array", "items": {"type": "integer"}}}, "required": ["ids"]}';
    const close: ToolSpec = { name: 'close_tickets', description: '', parametersText };
    const proposed = proposePlan([close], ['en'], 1);
    const patterns = { tool: 'close_tickets', patterns: ['Close {ids}'], values: { ids: ['1, 2', '[3, 4]', '5、6', '7', 'a, 8'] } };
    const edited = { ...proposed, noCallShare: 0, twoCallsShare: 0, tools: [patterns] };
    expect(patternProblems(edited, [close])).toEqual([{ kind: 'bad_value', tool: 'close_tickets', parameter: 'ids', value: 'a, 8' }]);
    const fixed = { ...edited, tools: [{ ...patterns, values: { ids: patterns.values.ids.slice(0, 4) } }] };
    const calls = generateRecords(fixed, [close]).train.map(
      (record) => `${requestOf(record)} ${record.messages[1]?.calls?.[0]?.argumentsText}`,
    );
    expect(calls.sort()).toEqual([
      'Close 1, 2 {"ids": [1, 2]}',
      'Close 5、6 {"ids": [5, 6]}',
      'Close 7 {"ids": [7]}',
      'Close [3, 4] {"ids": [3, 4]}',
    ]);
  });

  it('keeps edited patterns when tools are added and removed', () => {
    const edited = withPatterns({ patterns: ['Weather in {city}?'] });
    const other = { ...weather, name: 'get_forecast' };
    const grown = withTools(edited, [weather, other]);
    expect(grown.tools.map(({ tool, patterns }) => [tool, patterns.length === 1])).toEqual([
      ['get_weather', true],
      ['get_forecast', false],
    ]);
    expect(withTools(grown, [other]).tools).toEqual(grown.tools.slice(1));
  });

  it('ignores empty lines, and gives no records while there are problems', () => {
    const values = { city: ['Rome', 'Oslo'] };
    const typed = withPatterns({ patterns: ['Weather in {city}?', ' ', ''], values: { city: ['Rome', '', 'Oslo '] } });
    expect(generateFromPlan(typed, [weather])).toEqual(
      generateFromPlan(withPatterns({ patterns: ['Weather in {city}?'], values }), [weather]),
    );
    expect(generateFromPlan(typed, [weather]).problems).toEqual([]);
    const problem = { kind: 'no_patterns', tool: 'get_weather' };
    expect(generateFromPlan(withPatterns({ patterns: [' '] }), [weather])).toEqual({ problems: [problem], records: null });
  });

  it.each([
    [withPatterns({ patterns: [] }), { kind: 'no_patterns', tool: 'get_weather' }],
    [withPatterns({ patterns: ['Weather?'] }), { kind: 'missing_slot', tool: 'get_weather', pattern: 'Weather?', parameter: 'city' }],
    [
      withPatterns({ patterns: ['{city} {town}'] }),
      { kind: 'unknown_slot', tool: 'get_weather', pattern: '{city} {town}', parameter: 'town' },
    ],
    [withPatterns({ values: { city: [], days: ['1'] } }), { kind: 'no_values', tool: 'get_weather', parameter: 'city' }],
    [
      withPatterns({ values: { city: ['Rome'], days: ['two'] } }),
      { kind: 'bad_value', tool: 'get_weather', parameter: 'days', value: 'two' },
    ],
  ])('reports the line with a problem', (broken, problem) => {
    expect(patternProblems(broken, [weather])).toContainEqual(problem);
  });

  it('reports missing tools and unreadable schemas', () => {
    expect(patternProblems(plan, [])).toEqual([{ kind: 'no_tools' }]);
    expect(patternProblems(plan, [{ ...weather, parametersText: '[]' }])).toEqual([{ kind: 'bad_schema', tool: 'get_weather' }]);
  });
});
