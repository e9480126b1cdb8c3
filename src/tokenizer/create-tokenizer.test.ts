import fc from 'fast-check';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { readTokenizerFiles } from '../../scripts/tokenizer-files.mjs';
import { AppError } from '../core/failure';
import type { Tokenizer } from '../core/tokenizer';
import { createTokenizer } from './create-tokenizer';
import type { TokenizerFiles } from './files';

/** Milliseconds. A real tokenizer loads in about a second, on a busy machine in several. */
const LOADING = 60_000;

const IDS = ['from-zero', 'qwen2_5', 'qwen3'] as const;

describe.each(IDS)('%s', (id) => {
  let tokenizer: Tokenizer;
  beforeAll(async () => {
    tokenizer = await createTokenizer(id, await readTokenizerFiles(id));
  }, LOADING);

  const piece = fc.constantFrom(
    '北京',
    '👩\u200d👩\u200d👧',
    '<|im_end|>',
    '<|im_start|>',
    '</tool_call>',
    '\n',
    '  ',
    "don't",
    '{"a": 1.0}',
    '𠮷',
    'Ω',
    'é',
    '한',
    '\r\n',
    '\t',
  );
  const composed = fc
    .oneof(
      fc.array(fc.oneof(piece, fc.string({ unit: 'grapheme' }))).map((parts) => parts.join('')),
      fc.string({ unit: 'binary' }),
    )
    .map((text) => text.normalize('NFC'))
    .filter((text) => !/\p{Surrogate}/u.test(text));

  test('returns tokens whose bytes are those of the text in NFC, and whose offsets cover it in order', () => {
    fc.assert(
      fc.property(composed, (text) => {
        const { ids, starts, ends } = tokenizer.encode(text);
        const joined = [...ids].flatMap((token) => [...tokenizer.tokenBytes(token)]);
        expect(Uint8Array.from(joined)).toEqual(new TextEncoder().encode(text));
        expect(tokenizer.decode(ids)).toBe(text);
        let covered = 0;
        starts.forEach((start, index) => {
          expect(start).toBeLessThanOrEqual(covered);
          expect(start).toBeGreaterThanOrEqual(starts[index - 1] ?? 0);
          covered = Math.max(covered, ends[index] ?? 0);
        });
        expect(covered).toBe(text.length);
      }),
      { numRuns: 100 },
    );
  });

  test('covers exactly the text of a token of whole characters', () => {
    const text = 'Hello 北京, don\'t<|im_end|>\n{"city": "北京"} 🇨🇳';
    const { ids, starts, ends } = tokenizer.encode(text);
    ids.forEach((token, index) => {
      const shown = tokenizer.tokenText(token);
      if (!shown.includes('\\x')) expect(text.slice(starts[index], ends[index])).toBe(shown);
    });
  });

  test('returns offsets in the original text when it is decomposed', () => {
    const text = 'Ame\u0301lie<|im_end|>e\u0301';
    const { ids, starts, ends } = tokenizer.encode(text);
    const end = ids.findIndex((token) => tokenizer.isSpecial(token));
    expect([starts[end], ends[end]]).toEqual([7, 17]);
    expect(starts.at(-1)).toBe(17);
    expect(ends.at(-1)).toBe(19);
    expect(tokenizer.decode(ids)).toBe(text.normalize('NFC'));
  });

  test('encodes an empty text to nothing', () => {
    expect(tokenizer.encode('')).toEqual({ ids: new Int32Array(), starts: new Int32Array(), ends: new Int32Array() });
    expect(tokenizer.decode([])).toBe('');
  });

  test('knows its stop tokens and its special tokens', () => {
    const idOf = (text: string) => tokenizer.encode(text).ids[0] ?? -1;
    expect(tokenizer.stopIds).toEqual([idOf('<|im_end|>'), idOf('<|endoftext|>')]);
    expect(tokenizer.isSpecial(idOf('<|im_start|>'))).toBe(true);
    expect(tokenizer.isSpecial(idOf('<tool_call>'))).toBe(false);
    expect(tokenizer.tokenBytes(tokenizer.vocabularySize + 100)).toEqual(new Uint8Array());
  });
});

describe('variants of a model folder', () => {
  let files: TokenizerFiles;
  beforeAll(async () => {
    files = await readTokenizerFiles('from-zero');
  });
  const withConfig = (change: Record<string, unknown>) => ({
    ...files,
    tokenizerConfigJson: JSON.stringify({ ...JSON.parse(files.tokenizerConfigJson), ...change }),
  });
  const ask = (tokenizer: Tokenizer) => tokenizer.chatTemplate?.([{ role: 'user', content: 'u' }], [], { addGenerationPrompt: true });
  const failureOf = async (changed: TokenizerFiles) => {
    const error = await createTokenizer('x', changed).catch((caught: unknown) => caught);
    return error instanceof AppError ? error.failure : error;
  };

  test('reads a chat template from its own file', async () => {
    const template = JSON.parse(files.tokenizerConfigJson).chat_template;
    const own = await createTokenizer('a', { ...withConfig({ chat_template: undefined }), chatTemplate: template });
    expect(ask(own)).toBe('<|im_start|>user\nu<|im_end|>\n<|im_start|>assistant\n');
    const none = await createTokenizer('b', withConfig({ chat_template: null }));
    expect(none.chatTemplate).toBeUndefined();
  });

  test('prefers the template file to tokenizer_config.json, and the template for tools in a list', async () => {
    expect(ask(await createTokenizer('a', { ...files, chatTemplate: 'own' }))).toBe('own');
    const list = [
      { name: 'default', template: 'plain' },
      { name: 'tool_use', template: 'tools' },
    ];
    expect(ask(await createTokenizer('b', withConfig({ chat_template: list })))).toBe('tools');
  });

  test('loads whatever the name of the tokenizer class, without a message on the console', async () => {
    const spies = [vi.spyOn(console, 'warn'), vi.spyOn(console, 'error'), vi.spyOn(console, 'log')];
    for (const name of ['TokenizersBackend', 'Qwen2Tokenizer', 'Qwen2TokenizerFast', 'PreTrainedTokenizerFast', 'Unheard', undefined]) {
      const tokenizer = await createTokenizer('same', withConfig({ tokenizer_class: name }));
      expect(tokenizer.encode('<|im_end|>').ids).toHaveLength(1);
    }
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
  });

  test('reads one or several stop ids from generation_config.json, else uses the tokenizer’s own', async () => {
    const one = await createTokenizer('a', { ...files, generationConfigJson: '{"eos_token_id": 7}' });
    expect(one.stopIds[0]).toBe(7);
    const { generationConfigJson: _, ...without } = files;
    const none = await createTokenizer('b', without);
    expect(none.stopIds).toEqual((await createTokenizer('c', files)).stopIds);
  });

  test('names the damaged file and the reason', async () => {
    expect(await failureOf({ ...files, tokenizerJson: '{"a":' })).toMatchObject({ code: 'bad-input', values: { file: 'tokenizer.json' } });
    expect(await failureOf({ ...files, tokenizerJson: '{}' })).toMatchObject({ code: 'bad-input' });
    expect(await failureOf({ ...files, tokenizerConfigJson: '[]' })).toMatchObject({ values: { file: 'tokenizer_config.json' } });
    expect(await failureOf({ ...files, generationConfigJson: '{"eos_token_id": "x"}' })).toMatchObject({
      values: { file: 'generation_config.json' },
    });
  });

  test('rejects tokenizers whose offsets would be guesses', async () => {
    const json = JSON.parse(files.tokenizerJson);
    const changed = (change: object) => ({ ...files, tokenizerJson: JSON.stringify({ ...json, ...change }) });
    expect(await failureOf(changed({ model: { type: 'Unigram' } }))).toMatchObject({ code: 'unsupported' });
    expect(await failureOf(changed({ pre_tokenizer: null }))).toMatchObject({ code: 'unsupported' });
    expect(await failureOf(changed({ normalizer: { type: 'Lowercase' } }))).toMatchObject({ code: 'unsupported' });
    const stripping = json.added_tokens.map((token: object) => ({ ...token, rstrip: true }));
    expect(await failureOf(changed({ added_tokens: stripping }))).toMatchObject({ code: 'unsupported' });
  });
});
