// Writes messages as text in the `function_call` prompt format:
//
//   <|im_start|>system\nTEXT<|im_end|>\n
//   <|im_start|>user\nTEXT<|im_end|>\n
//   <|im_start|>assistant\n<function_call>{"name": "NAME", "arguments": ARGUMENTS}</function_call><|im_end|>
//
// One newline joins two turns; none follows the last. ARGUMENTS is json.dumps(..., ensure_ascii=False) with the numbers as
// in the source. There is no list of tools. An assistant turn is a think block with the reasoning, then the text, then the
// calls; one newline joins text and calls.

import { tryParseJson, writePython } from '../json';
import type { Call, Message, WeightSpan } from '../record';
import type { Rendering, TrainedSpan } from '../tokenizer';
import { CALL_END, CALL_START, THINK_END, THINK_START, TURN_END, TURN_START } from './markers';

interface TurnOptions {
  /** Ends the text with an open assistant turn, for a model to answer. */
  readonly addGenerationPrompt: boolean;
}

/**
 * Returns the text and its trained spans: in each assistant turn from after `assistant\n` to the end of `<|im_end|>`.
 * The `weight` of a message applies to assistant messages only; weight 0 gives no span. Text with turn markers is written
 * as it is; {@link hasTurnMarkers} finds it, and a check reports it.
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

/** Writes the inside of an assistant turn: reasoning, text, calls. */
export function writeAnswer(message: Message): string {
  const parts = [message.content ?? '', ...(message.calls ?? []).map(writeCall)];
  return writeReasoning(message) + parts.filter((part, index) => index > 0 || part !== '').join('\n');
}

/** Writes `<function_call>{"name": …, "arguments": …}</function_call>`. Arguments that are not JSON are written as they are. */
function writeCall(call: Call): string {
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
  const content = { start: contentStart, end: contentStart + (message.content ?? '').length };
  return splitByWeights({ start, end }, content, message.weight).map((span) => ({ ...span, message: index }));
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Splits a turn of weight 1 by the weight spans of its content. Later weight spans replace earlier ones. */
function splitByWeights(turn: Range, content: Range, weights: readonly WeightSpan[]) {
  const placed = weights.map(({ start, end, weight }) => ({
    start: Math.min(content.start + start, content.end),
    end: Math.min(content.start + end, content.end),
    weight,
  }));
  const borders = [...new Set([turn.start, turn.end, ...placed.flatMap((span) => [span.start, span.end])])].sort((a, b) => a - b);
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
