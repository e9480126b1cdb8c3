// The markers of the `function_call` prompt format: ChatML turns with `<function_call>` blocks.

export const TURN_START = '<|im_start|>';
export const TURN_END = '<|im_end|>';
export const CALL_START = '<function_call>';
export const CALL_END = '</function_call>';
export const THINK_START = '<think>';
export const THINK_END = '</think>';

/** Whether a text contains a marker that begins or ends a turn: in a prompt, it would be read as other turns. */
export function hasTurnMarkers(text: string): boolean {
  return text.includes(TURN_START) || text.includes(TURN_END);
}
