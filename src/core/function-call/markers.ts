// The fixed words of the dialect: ChatML turns around `<function_call>` blocks.

export const TURN_START = '<|im_start|>';
export const TURN_END = '<|im_end|>';
export const CALL_START = '<function_call>';
export const CALL_END = '</function_call>';
export const THINK_START = '<think>';
export const THINK_END = '</think>';

/** Whether a text holds words that begin or end a turn: written into a prompt, it would be read as other turns. */
export function hasTurnMarkers(text: string): boolean {
  return text.includes(TURN_START) || text.includes(TURN_END);
}
