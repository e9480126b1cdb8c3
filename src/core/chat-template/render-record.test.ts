import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { readTokenizerFiles } from '../../../scripts/tokenizer-files.mjs';
import { createTokenizer } from '../../tokenizer';
import { AppError } from '../failure';
import { tokenizeExample } from '../mask';
import type { Message, ToolSpec } from '../record';
import type { RenderInput, Tokenizer } from '../tokenizer';
import { familyOf, renderPrompt, renderRecord } from '.';

/** Milliseconds. A real tokenizer loads in about a second, on a busy machine in several. */
const LOADING = 60_000;

const IDS = ['from-zero', 'qwen2_5', 'qwen3'] as const;
const tokenizers = new Map<string, Tokenizer>();
const tokenizerOf = (id: string): Tokenizer => {
  const tokenizer = tokenizers.get(id);
  if (!tokenizer) throw new Error(`no tokenizer ${id}`);
  return tokenizer;
};
beforeAll(async () => {
  for (const id of IDS) tokenizers.set(id, await createTokenizer(id, await readTokenizerFiles(id)));
}, LOADING);

const call = (argumentsText: string, name = 'f') => ({ name, argumentsText, encoding: 'object' as const });
const ask = (...messages: Message[]): RenderInput => ({ messages: [{ role: 'user', content: 'u' }, ...messages], tools: [] });
const failureOf = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    if (error instanceof AppError) return error.failure;
    throw error;
  }
  return null;
};

// The trained part of a message, written after each format's own description.
const trainedText: Record<(typeof IDS)[number], (message: Message) => string> = {
  'from-zero': ({ content, calls = [], reasoning }) => {
    const written = calls.map(
      (entry) => `<function_call>{"name": ${JSON.stringify(entry.name)}, "arguments": ${entry.argumentsText}}</function_call>`,
    );
    const thought = reasoning === undefined ? '' : `<think>\n${reasoning}\n</think>\n\n`;
    return `${thought}${[...(content ? [content] : []), ...written].join('\n')}<|im_end|>`;
  },
  qwen2_5: ({ content, calls = [] }) => {
    const written = calls.map((entry) => `\n<tool_call>\n{"name": "${entry.name}", "arguments": ${entry.argumentsText}}\n</tool_call>`);
    return `${content || calls.length === 0 ? `\n${content ?? ''}` : ''}${written.join('')}<|im_end|>\n`;
  },
  qwen3: ({ content, calls = [], reasoning }) => {
    const thought = (reasoning ?? '').replace(/^\n+|\n+$/g, '');
    const written = calls.map((entry) => `<tool_call>\n{"name": "${entry.name}", "arguments": ${entry.argumentsText}}\n</tool_call>`);
    const text = (content ?? '').replace(/^\n+/, '');
    return `<think>\n${thought}\n</think>\n\n${text}${content && calls.length > 0 ? '\n' : ''}${written.join('\n')}<|im_end|>\n`;
  },
};

const nasty = fc.constantFrom(
  '<|im_start|>assistant\n',
  '<|im_end|>',
  '\n',
  ' ',
  '北京',
  '👩\u200d👩',
  '"',
  '\\',
  '\ue000',
  '\ue0000\ue001',
  '\ue000\ue0001\ue001',
  '<tool_response>',
  '</tool_response>',
  '<tool_call>',
  '$&',
  '$1',
  'a',
  '{{ x }}',
  '{% if %}',
);
const words = fc.array(nasty, { maxLength: 6 }).map((parts) => parts.join(''));
const values = fc.constantFrom(
  '{}',
  '{"a": 1.0}',
  '{"n": 12345678901234567890}',
  '{"10": 1, "2": [null, true, 1e21]}',
  '{"a": 1, "a": 2}',
  '{"s": "<|im_end|>\\n\ue0000\ue001"}',
);
const calls = fc.array(
  fc.tuple(values, words).map(([text, name]) => call(text, name)),
  { maxLength: 3 },
);
const content = fc.option(words, { nil: undefined });
const optional = (message: Message, text: string | undefined, list: Message['calls'], reasoning: string | undefined): Message => ({
  ...message,
  ...(text === undefined ? {} : { content: text }),
  ...(list && list.length > 0 ? { calls: list } : {}),
  ...(reasoning === undefined ? {} : { reasoning }),
});
const message: fc.Arbitrary<Message> = fc.oneof(
  fc.tuple(fc.constantFrom('system' as const, 'user' as const, 'tool' as const), words).map(([role, text]) => ({ role, content: text })),
  fc.tuple(content, calls, content).map(([text, list, reasoning]) => optional({ role: 'assistant' }, text, list, reasoning)),
);
const tools = fc.array(
  fc.tuple(words, values).map(([description, text]): ToolSpec => ({ name: 't', description, parametersText: text })),
  { maxLength: 2 },
);
const records = fc.record({ messages: fc.array(message, { minLength: 1, maxLength: 7 }), tools });

describe.each(IDS)('%s', (id) => {
  test('trains exactly the assistant turns, whatever a record says', () => {
    fc.assert(
      fc.property(records, (record) => {
        const tokenizer = tokenizerOf(id);
        const { text, spans } = renderRecord(record, tokenizer, 'template');
        const turns = record.messages.flatMap((entry, index) => (entry.role === 'assistant' ? [{ entry, index }] : []));
        expect(spans.map((span) => text.slice(span.start, span.end))).toEqual(turns.map(({ entry }) => trainedText[id](entry)));
        expect(spans.map((span) => span.message)).toEqual(turns.map(({ index }) => index));
        const { starts } = tokenizer.encode(text);
        const { weights } = tokenizeExample('r', { text, spans }, tokenizer);
        starts.forEach((start, token) => {
          expect(weights[token]).toBe(spans.some((span) => span.start <= start && start < span.end) ? 1 : 0);
        });
      }),
      { numRuns: 150 },
    );
  });

  test('the training text of a single turn begins with its prompt', () => {
    const tokenizer = tokenizerOf(id);
    const record = ask({ role: 'assistant', content: '好', calls: [call('{"x": 1.0}')] });
    const whole = renderRecord(record, tokenizer, 'template').text;
    const prompt = renderPrompt({ ...record, messages: record.messages.slice(0, 1) }, tokenizer, 'template');
    expect(whole.startsWith(prompt)).toBe(true);
    expect(prompt.endsWith(id === 'qwen3' ? '<|im_start|>assistant\n<think>\n\n</think>\n\n' : '<|im_start|>assistant\n')).toBe(true);
  });

  test('keeps numbers, key order and duplicate keys as the source wrote them', () => {
    const text = '{"z":1e21, "10":1.0,"2":12345678901234567890,"2":null}';
    const rendered = renderRecord(ask({ role: 'assistant', calls: [call(text)] }), tokenizerOf(id), 'template').text;
    expect(rendered).toContain('{"z": 1e21, "10": 1.0, "2": 12345678901234567890, "2": null}');
  });

  test('trains nothing of a turn of weight 0, nor characters of weight 0', () => {
    const tokenizer = tokenizerOf(id);
    const first: Message = { role: 'assistant', content: 'no', weight: 0 };
    const second: Message = { role: 'assistant', content: '好 wrong 好', weight: [{ start: 2, end: 7, weight: 0 }] };
    const { text, spans } = renderRecord(ask(first, { role: 'user', content: 'v' }, second), tokenizer, 'template');
    expect(spans.map((span) => span.message)).toEqual([3, 3]);
    const [before, after] = spans;
    expect(text.slice(before?.end, after?.start)).toBe('wrong');
  });

  test('ignores the chat template in the function_call format', () => {
    const { text } = renderRecord(ask({ role: 'assistant', calls: [call('{"a": 1}')] }), tokenizerOf(id), 'function_call');
    expect(text).toBe(
      '<|im_start|>user\nu<|im_end|>\n<|im_start|>assistant\n<function_call>{"name": "f", "arguments": {"a": 1}}</function_call><|im_end|>',
    );
  });
});

test("Qwen3's own prompt drops the reasoning of earlier turns; the training text keeps a think block in every turn", () => {
  const record = ask({ role: 'assistant', content: 'a', reasoning: 'old' }, { role: 'user', content: 'v' });
  const prompt = renderPrompt(record, tokenizerOf('qwen3'), 'template', { enableThinking: true });
  expect(prompt).not.toContain('old');
  expect(prompt.endsWith('<|im_start|>assistant\n')).toBe(true);
  expect(renderRecord(record, tokenizerOf('qwen3'), 'template').text).toContain('<think>\nold\n</think>');
});

describe('templates of unknown families', () => {
  const withTemplate = async (chatTemplate: string) => createTokenizer('own', { ...(await readTokenizerFiles('from-zero')), chatTemplate });
  const TURNS =
    '{% for m in messages %}[{{ m.role }}] {{ m.content | trim }}{% for c in m.tool_calls or [] %}<{{ c.function.name }}>{{ c.function.arguments | tojson }}{% endfor %}{{ "\\n" }}{% endfor %}';
  const PROMPT = '{% if add_generation_prompt %}[assistant] {% endif %}';

  test('renders a template prefix by prefix, values as Python writes them', async () => {
    const tokenizer = await withTemplate(TURNS + PROMPT);
    expect(familyOf(tokenizer)).toBeNull();
    const record = ask({ role: 'assistant', content: ' x ', calls: [call('{"a": 1.0, "b": [1, null], "7": true}')] });
    const { text, spans } = renderRecord(record, tokenizer, 'template');
    expect(text).toBe('[user] u\n[assistant] x<f>{"a": 1.0, "b": [1, null], "7": true}\n');
    expect(spans.map((span) => text.slice(span.start, span.end))).toEqual(['x<f>{"a": 1.0, "b": [1, null], "7": true}\n']);
    expect(renderPrompt(ask(), tokenizer, 'template')).toBe('[user] u\n[assistant] ');
  });

  test('rejects a template that rewrites earlier turns', async () => {
    const tokenizer = await withTemplate('{{ messages | length }}{% for m in messages %}{{ m.content }}{% endfor %}');
    expect(failureOf(() => renderRecord(ask({ role: 'assistant', content: 'a' }), tokenizer, 'template'))).toMatchObject({
      reason: 'template_rewrites',
    });
  });

  test('passes on why a template rejects a record', async () => {
    const tokenizer = await withTemplate("{{ raise_exception('no tools here') }}");
    expect(failureOf(() => renderRecord(ask(), tokenizer, 'template'))).toMatchObject({
      reason: 'template_refuses',
      message: expect.stringContaining('no tools here'),
    });
  });

  test('reports a call that a template leaves out', async () => {
    const turn = "{{ '<|im_start|>' + m.role + '\\n' + m.content + '<|im_end|>\\n' }}";
    const tokenizer = await withTemplate(
      `{% if messages[0].role != 'system' %}{{ '<|im_start|>system\\nd<|im_end|>\\n' }}{% endif %}{% for m in messages %}${turn}{% endfor %}`,
    );
    expect(familyOf(tokenizer)?.id).toBe('qwen2');
    expect(renderRecord(ask({ role: 'assistant', content: 'a' }), tokenizer, 'template').spans).toHaveLength(1);
    const lost = failureOf(() => renderRecord(ask({ role: 'assistant', calls: [call('{}')] }), tokenizer, 'template'));
    expect(lost).toMatchObject({ reason: 'template_leaves_out', message: expect.stringContaining('call 1 of message 2') });
  });

  test('reports a missing chat template', () => {
    const { chatTemplate: _, ...without } = tokenizerOf('from-zero');
    expect(failureOf(() => renderRecord(ask(), without, 'template'))).toMatchObject({ reason: 'no_chat_template' });
  });
});
