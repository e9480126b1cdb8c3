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
      chatml: 'Each line is the whole conversation in ChatML, calls between <function_call> tags, ready for Qwen’s tokenizer.',
      common: 'Request and call as two columns, arguments as a string, unchanged from the source.',
      openai:
        'Messages, tool_calls and tools for TRL and LLaMA-Factory: arguments are objects, or text where the row was read with text (OpenAI’s own service wants text).',
      tokens: 'Text, token ids and loss weights of each row: exactly what the training sees.',
    },
    split: 'Rows',
    splits: { train: 'training rows', eval: 'held-out rows', all: 'all rows' },
    rows: (count: number) => counted(count, 'row'),
    lost: (count: number) => `${count === 1 ? 'One thing' : `${count} things`} this format cannot hold:`,
    lostTimes: (what: string, count: number) => `${what} (${counted(count, 'record')})`,
    lostWhat: {
      tools: 'the record’s own list of tools',
      call_ids: 'ids of calls',
      tool_names: 'names on tool results',
      reasoning: 'reasoning',
      weights: 'weights of messages',
      columns: 'columns that the format does not know',
      parallel_calls: 'that several calls belong to one answer: they become several turns',
      turn_markers: 'texts with <|im_start|> or <|im_end|>: read again, the turns would differ',
      call_markers: 'texts with <function_call> or <think>: read again, they would be calls or reasoning',
    },
    complete: 'This format holds everything these rows have.',
    large: 'Size and losses are known after the download: the project is large.',
    empty: 'There are no rows of this kind.',
  },
  weights: {
    title: 'Weights',
    description: 'The trained model as a zipped Hugging Face folder. Drop it back on Train and it gives the same answers.',
    kind: 'What',
    kinds: { merged: 'Whole model, merged', adapter: 'Adapter alone (PEFT)' },
    type: 'Precision',
    types: { F32: 'F32, exact', F16: 'F16, half the size', BF16: 'BF16, half the size' },
    checked: (difference: string, largest: string) =>
      `Checked: merged, its logits differ by at most ${difference} (largest logit ${largest}).`,
    run: 'Run',
    runOption: (name: string, step: string) => `${name}, step ${step}`,
    none: 'There is no trained run yet.',
    openTrain: 'Open Train',
    inside: 'Inside',
    files: {
      merged: {
        'config.json': 'architecture and sizes',
        'model.safetensors': 'the weights; above 2 GB in several files with an index, above 4 GB one zip for each',
        'tokenizer.json': 'vocabulary and merges',
        'tokenizer_config.json': 'special tokens and chat template',
        'generation_config.json': 'greedy, stop tokens',
        'README.md': 'model card',
      },
      adapter: {
        'adapter_config.json': 'rank, scale, layers, name of the base model',
        'adapter_model.safetensors': 'A and B of each layer, F32',
        'tokenizer.json': 'vocabulary and merges',
        'tokenizer_config.json': 'special tokens and chat template',
        'README.md': 'model card',
      },
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
