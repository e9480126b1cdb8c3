// Writes public/models/from-zero, the small model that is trained from random weights in the tab. Its architecture is
// Qwen3's. Its tokenizer is made for its sample project: each character and each English word of the sample is one token,
// the fixed syntax of calls takes a few. All 256 bytes are tokens too, so any text can be encoded.
//
//   node scripts/make-from-zero.mjs        a test makes the files again and compares
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { BYTE_CHARACTERS, byCodeUnits, characterMerges, wordMerges } from './from-zero/merges.mjs';

const SAMPLE = new URL('../public/samples/zh-from-zero/', import.meta.url);
const FOLDER = new URL('../public/models/from-zero/', import.meta.url);

/** Length of the longest text the model accepts, in tokens. */
const MAX_POSITIONS = 1024;

const END_OF_TEXT = '<|endoftext|>';
const TURN_END = '<|im_end|>';

/** Qwen's added tokens, as Qwen marks them: control tokens are special, the tags of its templates are not. */
const QWEN_TOKENS = [
  { content: END_OF_TEXT, special: true },
  { content: '<|im_start|>', special: true },
  { content: TURN_END, special: true },
  ...['<tool_call>', '</tool_call>', '<tool_response>', '</tool_response>', '<think>', '</think>'].map((content) => ({
    content,
    special: false,
  })),
];

/** The text of calls around names and values. The longest match wins. */
const CALL_SYNTAX = [
  '<function_call>',
  '<function_call>{"name": "',
  '", "arguments": {',
  '", "arguments": {"',
  '"}}</function_call>',
  '}}</function_call>',
  '</function_call>',
  '": "',
  '": ',
  '", "',
  ', "',
  '{"',
  '"}',
];

/** Runs of letters, and every other character alone. So a value has the same tokens in a sentence and in JSON. */
const WORD_PATTERN = '[A-Za-z]+|[\\s\\S]';

/** The function_call format as a chat template, for Hugging Face's apply_chat_template. */
const CHAT_TEMPLATE = `{%- for message in messages %}
    {%- if not loop.first %}
        {{- '\\n' }}
    {%- endif %}
    {{- '<|im_start|>' + message.role + '\\n' }}
    {%- if message.reasoning_content is defined and message.reasoning_content is not none %}
        {{- '<think>\\n' + message.reasoning_content + '\\n</think>\\n\\n' }}
    {%- endif %}
    {%- if message.content %}
        {{- message.content }}
    {%- endif %}
    {%- for call in message.tool_calls or [] %}
        {%- if message.content or not loop.first %}
            {{- '\\n' }}
        {%- endif %}
        {{- '<function_call>{"name": ' + call.function.name | tojson + ', "arguments": ' }}
        {%- if call.function.arguments is string %}
            {{- call.function.arguments }}
        {%- else %}
            {{- call.function.arguments | tojson }}
        {%- endif %}
        {{- '}</function_call>' }}
    {%- endfor %}
    {{- '<|im_end|>' }}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '\\n<|im_start|>assistant\\n' }}
{%- endif %}`;

/**
 * Returns the files of the folder by name. The same texts always give the same bytes.
 * @param {readonly string[]} texts prompts of the sample, including special tokens
 * @param {readonly string[]} names names of its tools and of their parameters
 * @param {readonly string[]} systemTexts its system texts, which are fixed and become one token each
 * @returns {Map<string, string>}
 */
export function fromZeroFiles(texts, names, systemTexts) {
  const merges = [...wordMerges(texts), ...characterMerges(texts)];
  const vocabulary = new Map(BYTE_CHARACTERS.map((character, id) => [character, id]));
  for (const [left, right] of merges) vocabulary.set(left + right, vocabulary.size);
  const compound = names.filter((name) => /[^A-Za-z]/.test(name));
  const fixed = [...CALL_SYNTAX, ...compound.sort(byCodeUnits), ...[...systemTexts].sort(byCodeUnits)];
  const contents = [...QWEN_TOKENS, ...fixed.map((content) => ({ content, special: false }))];
  const added = contents.map((token, index) => ({ id: vocabulary.size + index, ...token }));
  const idOf = (/** @type {string} */ content) => added.find((token) => token.content === content)?.id;
  const endOfText = idOf(END_OF_TEXT);
  const turnEnd = idOf(TURN_END);
  return new Map(
    Object.entries({
      'tokenizer.json': tokenizer(vocabulary, merges, added),
      'tokenizer_config.json': {
        add_bos_token: false,
        chat_template: CHAT_TEMPLATE,
        clean_up_tokenization_spaces: false,
        eos_token: TURN_END,
        model_max_length: MAX_POSITIONS,
        pad_token: END_OF_TEXT,
        tokenizer_class: 'PreTrainedTokenizerFast',
      },
      'generation_config.json': { do_sample: false, eos_token_id: [turnEnd, endOfText], pad_token_id: endOfText },
      'config.json': {
        architectures: ['Qwen3ForCausalLM'],
        attention_bias: false,
        attention_dropout: 0,
        dtype: 'float32',
        eos_token_id: turnEnd,
        head_dim: 16,
        hidden_act: 'silu',
        hidden_size: 64,
        initializer_range: 0.02,
        intermediate_size: 192,
        max_position_embeddings: MAX_POSITIONS,
        model_type: 'qwen3',
        num_attention_heads: 4,
        num_hidden_layers: 2,
        num_key_value_heads: 2,
        pad_token_id: endOfText,
        rms_norm_eps: 1e-6,
        rope_theta: 10000,
        tie_word_embeddings: true,
        use_cache: true,
        use_sliding_window: false,
        vocab_size: vocabulary.size + added.length,
      },
    }).map(([name, value]) => [name, `${JSON.stringify(value, null, 1)}\n`]),
  );
}

/**
 * @param {ReadonlyMap<string, number>} vocabulary
 * @param {readonly (readonly [string, string])[]} merges
 * @param {readonly { id: number, content: string, special: boolean }[]} added
 */
function tokenizer(vocabulary, merges, added) {
  const byteLevelPart = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: false };
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: added.map((token) => ({ ...token, single_word: false, lstrip: false, rstrip: false, normalized: false })),
    normalizer: { type: 'NFC' },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [{ type: 'Split', pattern: { Regex: WORD_PATTERN }, behavior: 'Isolated', invert: false }, byteLevelPart],
    },
    post_processor: byteLevelPart,
    decoder: byteLevelPart,
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: '',
      end_of_word_suffix: '',
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(vocabulary),
      merges,
    },
  };
}

/** Reads the texts and tools of the sample project, which the folder is made from. */
export async function readSample() {
  const rowFiles = (await readdir(SAMPLE)).filter((name) => name.endsWith('.jsonl')).sort(byCodeUnits);
  const lines = (await Promise.all(rowFiles.map((name) => readFile(new URL(name, SAMPLE), 'utf8')))).join('\n').split('\n');
  const texts = lines.filter((line) => line.trim() !== '').map((line) => String(JSON.parse(line).input));
  /** @type {{ function: { name: string, parameters: { properties: Record<string, unknown> } } }[]} */
  const tools = JSON.parse(await readFile(new URL('tools.json', SAMPLE), 'utf8'));
  const names = new Set(tools.flatMap((tool) => [tool.function.name, ...Object.keys(tool.function.parameters.properties)]));
  const systemTexts = new Set(
    texts.map((text) => /^<\|im_start\|>system\n([^<]+)<\|im_end\|>/.exec(text)?.[1] ?? '').filter((text) => text !== ''),
  );
  return { texts, names: [...names], systemTexts: [...systemTexts] };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { texts, names, systemTexts } = await readSample();
  await mkdir(FOLDER, { recursive: true });
  for (const [name, text] of fromZeroFiles(texts, names, systemTexts)) await writeFile(new URL(name, FOLDER), text);
}
