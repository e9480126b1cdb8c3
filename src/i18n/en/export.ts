// Words of the export screen.

import { counted } from '../plural';

export const exporting = {
  summary: (records: number) => counted(records, 'record'),
  download: 'Download',
  preparing: 'Preparing…',
  size: 'Size',
  next: 'What to do with it next',
  copyLines: 'Copy the lines',
  noProject: 'Open a project first',
  noProjectText: 'Export writes the dataset, the trained weights and the recipe of a project. Open the sample on Data.',
  openData: 'Open Data',
  saved: (name: string, bytes: string) => `${name} (${bytes}) was handed to your browser’s downloads.`,
  dataset: {
    title: 'Dataset',
    format: 'Format',
    formats: { chatml: 'ChatML, function_call', common: 'Common, function_call', openai: 'OpenAI messages', tokens: 'Tokens and weights' },
    descriptions: {
      chatml: 'One line holds the whole prompt and the answer in the brief’s dialect, ready for Qwen’s tokenizer.',
      common: 'Request and call as two columns, arguments as a string, unchanged from the source.',
      openai: 'Messages, tool_calls and tools as OpenAI and TRL read them.',
      tokens: 'Text, token ids and loss weights of each row: exactly what the training sees.',
    },
    split: 'Rows',
    splits: { train: 'training rows', eval: 'held-out rows', all: 'all rows' },
    rows: (count: number) => counted(count, 'row'),
    lost: (count: number) => `This format cannot hold everything: ${counted(count, 'note')}`,
    lostTimes: (what: string, count: number) => (count === 1 ? `${what} (1 record)` : `${what} (${count} records)`),
    complete: 'This format holds everything these rows have.',
    large: 'Size and losses are known after the download: the project is large.',
    empty: 'There are no rows of this kind.',
  },
  weights: {
    title: 'Weights',
    description: 'The trained model as a Hugging Face folder in one zip. Drop it back on Train and it gives the same answers.',
    run: 'Run',
    runOption: (name: string, step: string) => `${name}, step ${step}`,
    none: 'There is no trained run yet.',
    openTrain: 'Open Train',
    inside: 'Inside',
    files: {
      'config.json': 'architecture and sizes',
      'model.safetensors': 'the weights, F32',
      'tokenizer.json': 'vocabulary and merges',
      'tokenizer_config.json': 'special tokens and chat template',
      'generation_config.json': 'greedy, stop tokens',
      'README.md': 'model card',
    },
    about: (bytes: string) => `about ${bytes}`,
  },
  recipe: {
    title: 'Recipe',
    description:
      'The whole run as one small file, with Hugging Face’s names. It repeats the training without a window, and opens here again.',
    open: 'Open a recipe…',
    opened: (name: string) => `The settings of ${name} are now this project’s.`,
    ignored: (names: string) => `Known, but without meaning here: ${names}`,
    show: 'Show config.yaml',
  },
};
