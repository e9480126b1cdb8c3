import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeAnswer } from '../function-call';
import type { Call, Message } from '../record';
import { CASE_KINDS, casesOf, chooseSamples, scoreCase, share, summarise, VERDICTS } from '.';
import type { CaseKind } from './cases';
import type { Verdict } from './score';

const call = (name: string, argumentsText: string): Call => ({ name, argumentsText, encoding: 'object' });
const weather = call('get_weather', '{"city": "北京"}');
const place = call('map_lookup', '{"place": "上海"}');

const conversation = (...messages: readonly Message[]) => ({ id: 'r1', messages });
const user = (content: string): Message => ({ role: 'user', content });
const calls = (...made: Call[]): Message => ({ role: 'assistant', calls: made });

function score(expected: readonly Call[], answer: string) {
  const kind = expected.length === 0 ? ('no_call' as const) : ('single' as const);
  return scoreCase({ recordId: 'r1', messageIndex: 1, kind, request: '', expected }, answer, 'function_call');
}

const text = (...made: Call[]) => writeAnswer(calls(...made));

describe('casesOf', () => {
  it('returns every turn that calls, and every answer to a user', () => {
    const cases = casesOf(
      conversation(
        { role: 'system', content: 's' },
        user('a'),
        calls(weather),
        { role: 'tool', content: '晴' },
        { role: 'assistant', content: '北京晴。' },
        user('b'),
        calls(weather, place),
        { role: 'tool', content: '1' },
        calls(place),
      ),
    );
    expect(cases.map(({ messageIndex, kind, request }) => [messageIndex, kind, request])).toEqual([
      [2, 'single', 'a'],
      [6, 'after_result', 'b'],
      [8, 'after_result', 'b'],
    ]);
    expect(casesOf(conversation(user('x')))).toEqual([]);
  });

  const conversations: Readonly<Record<CaseKind, readonly Message[]>> = {
    single: [user('x'), calls(weather)],
    parallel: [user('x'), calls(weather, place)],
    after_result: [user('x'), { role: 'tool', content: '1' }, calls(weather)],
    no_call: [user('hi'), { role: 'assistant', content: 'hello' }],
  };

  it.each(CASE_KINDS)('finds a case of the kind %s', (kind) => {
    expect(casesOf(conversation(...conversations[kind]))).toMatchObject([{ kind }]);
  });
});

describe('chooseSamples', () => {
  const cases = Array.from({ length: 10 }, (_, index) => index);

  it('chooses as many cases as requested, spread over all', () => {
    expect(chooseSamples(cases, 4)).toEqual([0, 3, 5, 8]);
    for (const count of [1, 2, 3, 7, 9, 10]) expect(chooseSamples(cases, count)).toHaveLength(count);
  });

  it('chooses all cases if there are fewer', () => {
    expect(chooseSamples([1, 2], 4)).toEqual([1, 2]);
    expect(chooseSamples([], 4)).toEqual([]);
  });
});

describe('scoreCase', () => {
  const answers: readonly (readonly [Verdict, readonly Call[], answer: string, difference: string])[] = [
    ['exact', [weather], text(weather), ''],
    ['exact', [call('f', '{"a": 1, "b": [1.0]}')], text(call('f', '{"b":[1],"a":1.0}')), ''],
    ['wrong_name', [weather], text(call('search', '{"city": "北京"}')), 'search'],
    ['wrong_arguments', [weather], text(call('get_weather', '{"city": "南京"}')), 'city'],
    ['wrong_arguments', [call('f', '{"a": {"b": [1, 2]}}')], text(call('f', '{"a": {"b": [1, 3]}}')), 'a.b[1]'],
    ['wrong_arguments', [weather], text(call('get_weather', '{"city": "北京", "day": 1}')), 'day'],
    ['wrong_arguments', [call('f', '{"id": 12345678901234567890}')], text(call('f', '{"id": 12345678901234567891}')), 'id'],
    ['missing_call', [weather, place], text(weather), 'map_lookup'],
    ['missing_call', [weather], '北京今天晴', 'get_weather'],
    ['extra_call', [weather], text(weather, place), 'map_lookup'],
    ['call_not_due', [], text(weather), 'get_weather'],
    ['exact', [], '我不会', ''],
    ['unreadable', [weather], '<function_call>{"name": "get_wea', ''],
  ];

  it.each(answers)('gives %s when %j is answered with %s', (verdict, expected, answer, difference) => {
    expect(score(expected, answer)).toMatchObject({ verdict, difference });
  });

  it('has an example of every verdict', () => {
    expect(new Set(answers.map(([verdict]) => verdict))).toEqual(new Set(VERDICTS));
  });

  it('judges names and arguments independently', () => {
    expect(score([weather], text(call('search', '{"city": "北京"}')))).toMatchObject({ nameRight: false, argumentsRight: true });
    expect(score([weather], text(call('get_weather', '{}')))).toMatchObject({ nameRight: true, argumentsRight: false });
  });

  it('finds every answer exact that writes the expected calls', () => {
    const anyCall = fc.record({
      name: fc.stringMatching(/^[a-z_]{1,12}$/),
      value: fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.jsonValue()),
    });
    fc.assert(
      fc.property(fc.array(anyCall, { minLength: 1, maxLength: 3 }), (made) => {
        const expected = made.map(({ name, value }) => call(name, JSON.stringify(value)));
        expect(score(expected, text(...expected)).verdict).toBe('exact');
      }),
    );
  });
});

describe('summarise', () => {
  it('counts each metric, by kind and by tool', () => {
    const metrics = summarise([score([weather], text(weather)), score([place], text(weather)), score([], 'no')]);
    expect(metrics.exact).toMatchObject({ right: 2, of: 3 });
    expect(metrics.name).toMatchObject({ right: 1, of: 2 });
    expect(metrics.arguments).toMatchObject({ right: 1, of: 2 });
    expect(metrics.noCall).toMatchObject({ right: 1, of: 1 });
    expect(metrics.byKind).toMatchObject({ single: { right: 1, of: 2 }, no_call: { right: 1, of: 1 } });
    expect(metrics.byTool['get_weather']).toMatchObject({ right: 1, of: 1 });
  });

  it("gives Wilson's interval", () => {
    // statsmodels.stats.proportion.proportion_confint(8, 10, method='wilson')
    const { low, high } = share(8, 10);
    expect(low).toBeCloseTo(0.4901624715, 8);
    expect(high).toBeCloseTo(0.9433178485, 8);
    expect(share(0, 0)).toEqual({ right: 0, of: 0, low: 0, high: 1 });
    fc.assert(
      fc.property(fc.nat(200), fc.nat(200), (a, b) => {
        const of = Math.max(a, b, 1);
        const { low, high } = share(Math.min(a, b), of);
        expect(low).toBeLessThanOrEqual(Math.min(a, b) / of + 1e-12);
        expect(high).toBeGreaterThanOrEqual(Math.min(a, b) / of - 1e-12);
      }),
    );
  });
});
