// Rows of every format, for the tests that run over all formats.

import fc from 'fast-check';
import type { FormatId } from '../registry';
import { json, list, object, optional, quoted } from './json-text';

export interface FormatFixture {
  /** Lines that this format reads, and writes back to the byte. */
  readonly lines: readonly string[];
  /** Rows that this format or a related one reads, as JSON text. Some of them are rejected. */
  readonly rows: fc.Arbitrary<string>;
}

const argumentsObject = json('{}', '{"city": "广州"}', '{"b": 1.0, "10": 12345678901234567890, "9": 1e21, "b": null}', '[1, 2.50]');
const argumentsText = fc.oneof(
  argumentsObject,
  quoted(fc.oneof(argumentsObject, json('{ "city":"\\u4e2d" }', '', ' '))),
  json('null', '"\\"{\\\\\\"a\\\\\\": 1}\\""'),
  quoted(quoted(argumentsObject)),
);
const call = object({ name: json('"get_weather"', '"查"'), arguments: optional(argumentsText), index: optional(json('0')) });
const toolCall = fc.oneof(
  object({ id: optional(json('"call_7"', 'null')), type: optional(json('"function"', 'null')), function: call }),
  call,
);

const content = optional(json('"你好\\n"', 'null', '""', '[{"type": "text", "text": "甲"}, {"type": "text", "text": "乙"}]'));
const weight = optional(
  json('1', '0.50', 'true', 'null', '[]', '[{"end": 2, "start": 0, "weight": 0.0, "why": ""}, {"start": 1, "end": 2, "weight": 3}]'),
);
const noCalls = optional(json('null', '[]'));
const message = fc.oneof(
  object({ role: json('"system"', '"developer"', '"user"'), content, name: optional(json('"小明"')), tool_calls: noCalls }),
  object({
    role: json('"assistant"'),
    content,
    reasoning_content: optional(json('"想"', 'null')),
    weight,
    tool_calls: fc.oneof(noCalls, list(toolCall, { minLength: 1 })),
    function_call: optional(json('null')),
  }),
  object({ role: json('"assistant"'), content, function_call: call, tool_calls: optional(json('null')) }),
  object({
    role: json('"tool"', '"function"'),
    content,
    tool_call_id: optional(json('"call_7"', 'null')),
    name: optional(json('"get_weather"', 'null')),
  }),
);
const messages = list(message, { minLength: 1 });

const toolFunction = object({
  name: json('"get_weather"', '"查"'),
  description: optional(json('"天气"', '""', 'null')),
  parameters: optional(json('{"type": "object", "properties": {"b": {"minimum": 1.0}, "10": {}, "9": {}}}', 'null')),
  strict: optional(json('false')),
});
const tool = fc.oneof(toolFunction, object({ type: optional(json('"function"', 'null')), function: toolFunction }));
const tools = fc.oneof(
  list(tool),
  quoted(list(tool)),
  quoted(list(tool).map((text) => text.replaceAll(', ', ' ,'))),
  json('null', '""', '"[]"'),
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
  .map(([turns, separator, end]) => turns.join(separator) + end);

export const fixtures: Readonly<Record<FormatId, FormatFixture>> = {
  chatml: {
    lines: [
      '{"input": "<|im_start|>user\\n查一下广州天气<|im_end|>\\n<|im_start|>assistant\\n<function_call>{\\"name\\": \\"get_weather\\", \\"arguments\\": {\\"city\\": \\"广州\\"}}</function_call><|im_end|>", "expected_tool": "get_weather", "expected_args": {"city": "广州"}, "negative": false}',
    ],
    rows: object({
      input: quoted(chatmlText),
      expected_tool: optional(json('"f"')),
      expected_args: optional(json('{"a": 1.0, "a": 2}')),
      rationale: optional(json('"因为"')),
    }),
  },
  function_call_messages: {
    lines: [
      '{"messages":[{"role":"system","content":"你是一个可以调用内部工具的智能助手"},{"role":"user","content":"帮我查一下广州的天气"},{"role":"assistant","function_call":{"name":"get_weather","arguments":"{ \\"city\\": \\"广州\\" }"}}]}',
    ],
    rows: object({ messages, id: optional(json('12345678901234567890')) }),
  },
  openai: {
    lines: [
      '{"id": 7, "tools": null, "messages": [{"content": "查", "role": "user"}, {"role": "assistant", "weight": 1.0, "content": null, "tool_calls": [{"function": {"arguments": "{\\"a\\":1.0}", "name": "f"}, "index": 0}]}]}',
      '{"messages": [{"role": "user", "content": "查"}], "tools": []}',
    ],
    rows: object(
      { messages, tools: optional(tools), functions: optional(tools), parallel_tool_calls: optional(json('true')) },
      { messages: optional(json('"an earlier duplicate"')) },
    ),
  },
};
