// Messages to text in the dialect (`function_call`):
//
//   <|im_start|>system\nTEXT<|im_end|>\n
//   <|im_start|>user\nTEXT<|im_end|>\n
//   <|im_start|>assistant\n<function_call>{"name": "NAME", "arguments": ARGUMENTS}</function_call><|im_end|>
//
// Turns are joined by one newline and none follows the last. ARGUMENTS is json.dumps(..., ensure_ascii=False) with the
// numbers as the source wrote them. There is no list of tools. Reasoning stands in front as a think block; text stands
// before the calls; text and calls are joined by one newline.

import { tryParseJson, writePython } from '../json';
import type { Call, Message, WeightSpan } from '../record';
import type { Rendering, TrainedSpan } from '../tokenizer';
import { CALL_END, CALL_START, THINK_END, THINK_START, TURN_END, TURN_START } from './markers';

export interface TurnOptions {
  /** Ends the text with an opened assistant turn, for a model to answer. */
  readonly addGenerationPrompt: boolean;
}

/**
 * The `input` text of a ChatML line and what of it is trained: in each assistant turn from after `assistant\n` to and
 * with `<|im_end|>`. A message's `weight` is honoured on assistant messages only; weight 0 gives no span.
 * Text that holds turn markers is written as it is; {@link hasTurnMarkers} finds it, a check reports it.
 */
export function renderTurns(messages: readonly Message[], options: TurnOptions): Rendering {
  const spans: TrainedSpan[] = [];
  let text = '';
  messages.forEach((message, index) => {
    if (index > 0) text += '\n';
    text += `${TURN_START}${message.role}\n`;
    const start = text.length;
    text += message.role === 'assistant' ? writeAnswer(message) : (message.content ?? '');
    text += TURN_END;
    if (message.role === 'assistant') spans.push(...spansOf(message, index, start, text.length));
  });
  if (options.addGenerationPrompt) text += `${messages.length > 0 ? '\n' : ''}${TURN_START}assistant\n`;
  return { text, spans };
}

/** What stands in an assistant turn: reasoning, text, calls. */
export function writeAnswer(message: Message): string {
  const parts = [message.content ?? '', ...(message.calls ?? []).map(writeCall)];
  return writeReasoning(message) + parts.filter((part, index) => index > 0 || part !== '').join('\n');
}

/** `<function_call>{"name": …, "arguments": …}</function_call>`. Arguments that are no JSON are written as they are. */
export function writeCall(call: Call): string {
  const parsed = tryParseJson(call.argumentsText);
  const argumentsText = parsed === undefined ? call.argumentsText : writePython(parsed);
  return `${CALL_START}{"name": ${JSON.stringify(call.name)}, "arguments": ${argumentsText}}${CALL_END}`;
}

function writeReasoning(message: Message): string {
  return message.reasoning === undefined ? '' : `${THINK_START}\n${message.reasoning}\n${THINK_END}\n\n`;
}

function spansOf(message: Message, index: number, start: number, end: number): TrainedSpan[] {
  if (typeof message.weight === 'number' || message.weight === undefined) {
    return [{ start, end, weight: message.weight ?? 1, message: index }].filter((span) => span.weight > 0);
  }
  const contentStart = start + writeReasoning(message).length;
  const contentEnd = contentStart + (message.content ?? '').length;
  return cutSpans(message.weight, contentStart, contentEnd, start, end).map((span) => ({ ...span, message: index }));
}

/** [start, end) with weight 1, except where a weight span of the content says otherwise; later spans win. */
function cutSpans(weights: readonly WeightSpan[], contentStart: number, contentEnd: number, start: number, end: number) {
  const placed = weights.map(({ start: from, end: to, weight }) => ({
    start: Math.min(contentStart + from, contentEnd),
    end: Math.min(contentStart + to, contentEnd),
    weight,
  }));
  const borders = [...new Set([start, end, ...placed.flatMap((span) => [span.start, span.end])])].sort((a, b) => a - b);
  const pieces: { start: number; end: number; weight: number }[] = [];
  for (const [position, from] of borders.entries()) {
    const to = borders[position + 1];
    if (to === undefined) break;
    const weight = placed.findLast((span) => span.start <= from && span.end >= to)?.weight ?? 1;
    const last = pieces.at(-1);
    if (last !== undefined && last.weight === weight) last.end = to;
    else pieces.push({ start: from, end: to, weight });
  }
  return pieces.filter((piece) => piece.weight > 0);
}
