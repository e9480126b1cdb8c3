// A Qwen3 folder saved by transformers gives the answers that transformers gives (reference/model/make_folder.py).
import { readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { renderPrompt } from '../../../core/chat-template';
import { parseModelConfig, readSafetensors } from '../../../core/weights';
import { createModel, generate, openDevice } from '../../../ml';
import { createTokenizer } from '../../../tokenizer';

const fixtures = new URL('../../../../e2e/fixtures/', import.meta.url);
const text = (name: string) => readFileSync(new URL(name, fixtures), 'utf8');
const expected: { readonly system: string; readonly answers: readonly { readonly request: string; readonly answer: string }[] } =
  JSON.parse(text('qwen3-folder-answers.json'));
const NEW_TOKENS = 24;

beforeAll(() => openDevice('cpu', { wasmPath: '' }));

it('a folder saved by transformers gives the same answers, token for token', async () => {
  const tokenizer = await createTokenizer('foreign', {
    tokenizerJson: text('qwen3-folder/tokenizer.json'),
    tokenizerConfigJson: text('qwen3-folder/tokenizer_config.json'),
    chatTemplate: text('qwen3-folder/chat_template.jinja'),
    generationConfigJson: text('qwen3-folder/generation_config.json'),
  });
  const { tensors } = readSafetensors(readFileSync(new URL('qwen3-folder/model.safetensors', fixtures)));
  const model = await createModel(parseModelConfig(text('qwen3-folder/config.json')), { tensors });
  const prompts = expected.answers.map(({ request }) => {
    const messages = [
      { role: 'system' as const, content: expected.system },
      { role: 'user' as const, content: request },
    ];
    return tokenizer.encode(renderPrompt({ messages, tools: [] }, tokenizer, 'template')).ids;
  });
  const { stopIds } = tokenizer;
  const answers = await generate(model, prompts, { maxNewTokens: NEW_TOKENS, stopIds, batchSize: prompts.length });
  expect(answers.map((ids) => tokenizer.decode(ids))).toEqual(expected.answers.map(({ answer }) => answer));
  model.dispose();
});
