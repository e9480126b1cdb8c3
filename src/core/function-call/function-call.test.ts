import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../failure';
import type { Message } from '../record';
import { hasTurnMarkers, readAnswer, readTurns, renderTurns, writeAnswer } from '.';

const weather: Message[] = [
  { role: 'system', content: '你是一个可以调用工具的智能助手' },
  { role: 'user', content: '查一下广州天气' },
  { role: 'assistant', calls: [{ name: 'get_weather', argumentsText: '{"city":"广州"}', encoding: 'object' }] },
];
const weatherText =
  '<|im_start|>system\n你是一个可以调用工具的智能助手<|im_end|>\n<|im_start|>user\n查一下广州天气<|im_end|>\n' +
  '<|im_start|>assistant\n<function_call>{"name": "get_weather", "arguments": {"city": "广州"}}</function_call><|im_end|>';

function read(text: string): readonly Message[] {
  return readTurns(text).messages;
}

function render(messages: readonly Message[]): string {
  return renderTurns(messages, { addGenerationPrompt: false }).text;
}

describe('written turns', () => {
  it('are exactly this text', () => {
    expect(render(weather)).toBe(weatherText);
  });

  it('are trained from each assistant turn to its end marker', () => {
    const { text, spans } = renderTurns([...weather, { role: 'tool', content: '多云' }, { role: 'assistant', content: '多云。' }], {
      addGenerationPrompt: false,
    });
    expect(spans.map(({ start, end, weight, message }) => [text.slice(start, end), weight, message])).toEqual([
      ['<function_call>{"name": "get_weather", "arguments": {"city": "广州"}}</function_call><|im_end|>', 1, 2],
      ['多云。<|im_end|>', 1, 4],
    ]);
  });

  it('end with an open turn for the answer if asked to', () => {
    expect(renderTurns(weather.slice(0, 2), { addGenerationPrompt: true }).text).toBe(
      weatherText.slice(0, weatherText.indexOf('<function_call>')),
    );
  });

  it('follow the weights of assistant messages', () => {
    const spansOf = (weight: Message['weight']) => {
      const message: Message =
        weight === undefined ? { role: 'assistant', content: '甲乙丙' } : { role: 'assistant', content: '甲乙丙', weight };
      const { text, spans } = renderTurns([message], { addGenerationPrompt: false });
      return spans.map((span) => [text.slice(span.start, span.end), span.weight]);
    };
    expect(spansOf(undefined)).toEqual([['甲乙丙<|im_end|>', 1]]);
    expect(spansOf(0)).toEqual([]);
    expect(spansOf(0.5)).toEqual([['甲乙丙<|im_end|>', 0.5]]);
    expect(spansOf([{ start: 1, end: 2, weight: 0 }])).toEqual([
      ['甲', 1],
      ['丙<|im_end|>', 1],
    ]);
    expect(spansOf([{ start: 1, end: 99, weight: 2 }])).toEqual([
      ['甲', 1],
      ['乙丙', 2],
      ['<|im_end|>', 1],
    ]);
  });

  it('keep the text of numbers, the order of keys and duplicate keys', () => {
    const argumentsText = '{"b":1.0,"10":12345678901234567890,"9":1e21,"b":2}';
    expect(writeAnswer({ role: 'assistant', calls: [{ name: 'f', argumentsText, encoding: 'string' }] })).toBe(
      '<function_call>{"name": "f", "arguments": {"b": 1.0, "10": 12345678901234567890, "9": 1e21, "b": 2}}</function_call>',
    );
  });
});

describe('read turns', () => {
  it('are the messages that were written', () => {
    const word = fc.string({ unit: fc.constantFrom('查', '天', 'a', ' ', '\n', '"', '\\', '😀', '<', '|', '>', '{', '}') });
    const call = fc.record({
      name: fc.constantFrom('get_weather', 'map lookup', '查'),
      argumentsText: fc.constantFrom('{}', '{"a": 1.0, "a": [null]}', '{"text": "</function_call>"}'),
      encoding: fc.constant('object' as const),
    });
    const message: fc.Arbitrary<Message> = fc.oneof(
      fc.record({ role: fc.constantFrom('system', 'user', 'tool'), content: word }),
      fc.record({ role: fc.constant('assistant' as const), content: word }),
      fc.record({ role: fc.constant('assistant' as const), calls: fc.array(call, { minLength: 1, maxLength: 3 }) }),
      fc.record({
        role: fc.constant('assistant' as const),
        content: word.filter((text) => text !== ''),
        reasoning: word,
        calls: fc.array(call, { minLength: 1, maxLength: 2 }),
      }),
    );
    fc.assert(
      fc.property(fc.array(message, { minLength: 1, maxLength: 5 }), (messages) => {
        expect(read(render(messages))).toEqual(messages);
      }),
    );
  });

  it('may have space between them, no last end marker and an open last turn', () => {
    expect(read(`\n${weatherText.replace('<|im_end|>\n', '<|im_end|>')}\n<|im_start|>assistant\n`)).toEqual(read(weatherText));
    expect(read('<|im_start|>user\n你好')).toEqual([{ role: 'user', content: '你好' }]);
  });

  it.each([
    ['<|im_start|>user\n忽略<|im_start|>assistant\n好<|im_end|>', 'chatml_structure'],
    ['前言<|im_start|>user\n好<|im_end|>', 'chatml_structure'],
    ['', 'chatml_structure'],
    ['<|im_start|>robot\n好<|im_end|>', 'role_unknown'],
    ['<|im_start|>user', 'role_unknown'],
    ['<|im_start|>assistant\n<function_call>{"name": </function_call><|im_end|>', 'call_not_json'],
    ['<|im_start|>assistant\n<tool_call>\n{"name": "f", "arguments": {}}\n</tool_call><|im_end|>', 'template_text'],
  ])('are rejected in %j', (text, reason) => {
    let caught: unknown;
    try {
      read(text);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(AppError);
    expect(caught).toMatchObject({ failure: { code: 'bad-input', reason } });
  });

  it('have markers that a text can be searched for', () => {
    expect(hasTurnMarkers('好<|im_end|>\n<|im_start|>assistant\n')).toBe(true);
    expect(hasTurnMarkers('<im_end>')).toBe(false);
  });
});

describe('a read answer', () => {
  const callTo = (name: string, argumentsText: string, encoding = 'object') => ({ name, argumentsText, encoding });

  it.each([
    ['{"name": "f", "arguments": {"a": 1.0}}', [callTo('f', '{"a": 1.0}')], false],
    ['{"name":"f","arguments":{"a":1}}', [callTo('f', '{"a": 1}')], false],
    ['{"name": "f", "parameters": {"a": 1}}', [callTo('f', '{"a": 1}')], true],
    ['{"name": "f", "arguments": "{\\"a\\":1}"}', [callTo('f', '{"a":1}', 'string')], true],
    ['{"name": "f"}', [callTo('f', '{}')], true],
    ['{"arguments": {"a": 1}}', [callTo('', '{"a": 1}')], true],
    ['{"city": "广州"}', [callTo('', '{"city": "广州"}')], true],
    ['get_weather', [callTo('get_weather', '{}')], true],
    ['get_weather\n{"city": "广州"}', [callTo('get_weather', '{"city": "广州"}')], true],
    ['get_weather({"city": "广州"})', [callTo('get_weather', '{"city": "广州"}')], true],
    ['[{"name": "f", "arguments": {}}, {"name": "g", "arguments": {}}]', [callTo('f', '{}'), callTo('g', '{}')], true],
  ])('has the calls of %s', (block, calls, malformed) => {
    expect(readAnswer(`<function_call>${block}</function_call>`)).toEqual({ content: '', calls, malformed });
    expect(readAnswer(`<tool_call>\n${block}\n</tool_call>`, 'template')).toEqual({ content: '', calls, malformed });
    expect(readAnswer(`<function_call>${block}`)).toEqual({ content: '', calls, malformed: true });
  });

  it('joins a name with the arguments after its block', () => {
    expect(readAnswer('<function_call>get_weather</function_call>\n{"city": "广州"}')).toEqual({
      content: '',
      calls: [callTo('get_weather', '{"city": "广州"}')],
      malformed: true,
    });
  });

  it('may have several calls after a text, and a closing tag inside a value', () => {
    const calls = '<function_call>{"name": "f", "arguments": {"t": "</function_call>"}}</function_call>';
    expect(readAnswer(`先查。\n${calls}\n${calls}`)).toEqual({
      content: '先查。',
      calls: [callTo('f', '{"t": "</function_call>"}'), callTo('f', '{"t": "</function_call>"}')],
      malformed: false,
    });
  });

  it('has the think block as reasoning, opened by the answer or by the prompt', () => {
    expect(readAnswer('<think>\n想\n</think>\n\n你好')).toEqual({ reasoning: '想', content: '你好', calls: [], malformed: false });
    expect(readAnswer('想\n</think>\n\n你好', 'template')).toEqual({ reasoning: '想', content: '你好', calls: [], malformed: false });
    expect(readAnswer('<think>\n\n</think>\n\n<tool_call>\n{"name": "f", "arguments": {}}\n</tool_call>', 'template')).toEqual({
      reasoning: '',
      content: '',
      calls: [callTo('f', '{}')],
      malformed: false,
    });
    const unfinished = '<think>\n<function_call>{"name": "f", "arguments": {}}</function_call>';
    expect(readAnswer(unfinished)).toEqual({ content: unfinished, calls: [], malformed: true });
  });

  it('keeps a block that cannot be read in its content', () => {
    expect(readAnswer('<function_call>{"name": "f", </function_call>')).toEqual({
      content: '<function_call>{"name": "f", </function_call>',
      calls: [],
      malformed: true,
    });
  });

  it('has only the calls of the requested format', () => {
    expect(readAnswer('<tool_call>\n{"name": "f", "arguments": {}}\n</tool_call>').calls).toEqual([]);
  });

  it('is read fast even from hostile text', () => {
    const started = performance.now();
    readAnswer(`<function_call>{${'</function_call>'.repeat(50_000)}`);
    readAnswer(`<function_call>name${' '.repeat(500_000)}x</function_call>`);
    readAnswer('<function_call>'.repeat(2_000));
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
