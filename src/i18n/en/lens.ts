// Words of the token lens.

export const lens = {
  title: 'What is trained',
  text: 'The text as tokens: arrow keys move from token to token',
  count: (trained: string, all: string) => `${trained} of ${all} tokens trained`,
  tokenizer: 'Tokenizer',
  format: 'Format',
  formats: { function_call: 'function_call lines', template: 'The model’s template' },
  notTrained: 'not trained',
  trained: 'trained',
  trainedLess: 'trained, weight below 1',
  trainedMore: 'trained, weight above 1',
  special: 'special token',
  ids: 'Show ids',
  hint: 'Point at a token, or move with the arrow keys, to see its id, bytes and place.',
  details: (of: { token: string; id: string; bytes: string; from: string; to: string; weight: string }) =>
    `Token ${of.token} · id ${of.id} · bytes ${of.bytes} · characters ${of.from}–${of.to} · weight ${of.weight}`,
  cutHere: (length: string) => `max length ${length} tokens: what follows is cut`,
  nothing: 'Nothing of this row is trained',
  nothingRemedy: 'It has no answer of the assistant: add one.',
  allCut: (tokens: string, length: string) => `The answer lies behind the cut: this text has ${tokens} tokens, max length is ${length}`,
  allCutRemedy: 'Raise max length under Train, or shorten the row or the tools.',
};
