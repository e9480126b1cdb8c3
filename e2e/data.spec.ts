// Rows in and out of a project: files of every format, refusals, edits, undo, paste, search and filters.
import { readTokenizerFiles } from '../scripts/tokenizer-files.mjs';
import { createTokenizer } from '../src/tokenizer/create-tokenizer';
import { expect, test } from './test';

const chatmlText = (request: string, answer: string) =>
  `<|im_start|>system\n你是一个可以调用工具的智能助手<|im_end|>\n<|im_start|>user\n${request}<|im_end|>\n<|im_start|>assistant\n${answer}<|im_end|>`;
const chatml = (request: string, answer: string) => JSON.stringify({ input: chatmlText(request, answer) });
const weather = (city: string) => `<function_call>{"name": "get_weather", "arguments": {"city": "${city}"}}</function_call>`;
const common = (request: string, city: string) =>
  JSON.stringify({
    messages: [
      { role: 'user', content: request },
      { role: 'assistant', function_call: { name: 'get_weather', arguments: `{ "city": "${city}" }` } },
    ],
  });
const openai = (request: string, city: string) =>
  JSON.stringify({
    messages: [
      { role: 'user', content: request },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'get_weather', arguments: JSON.stringify({ city }) } }],
      },
    ],
    tools: [{ type: 'function', function: { name: 'get_weather', description: '', parameters: { type: 'object', properties: {} } } }],
  });

test('files of every format, mixed, with a byte order mark and CRLF', async ({ studio }) => {
  await studio.open();
  await studio.drop([
    { name: 'a.jsonl', content: `\uFEFF${chatml('广州天气', weather('广州'))}\r\n${common('上海天气', '上海')}\r\n` },
    { name: 'b.json', content: `[${openai('深圳天气', '深圳')},\n${openai('成都天气', '成都')}]` },
  ]);
  await studio.expectRows(4);
  await expect(studio.row('广州天气')).toContainText('get_weather(city="广州")');
  await expect(studio.row('上海天气')).toContainText('get_weather(city="上海")');
  await expect(studio.row('成都天气')).toContainText('get_weather(city="成都")');
});

test('bad rows are refused with line and reason, the good ones are taken, and the tab lives', async ({ studio, page }) => {
  await studio.open();
  const broken = Buffer.concat([
    Buffer.from('{"messages": [{"role": "user", "content": "'),
    Buffer.from([0xff, 0xfe]),
    Buffer.from('"}]}'),
  ]);
  const lines: readonly (string | Buffer)[] = [
    chatml('广州天气', weather('广州')),
    '{"messages": [',
    '{"something": "else"}',
    broken,
    '{"__proto__": {"polluted": true}, "messages": [{"role": "user", "content": "proto"}, {"role": "assistant", "content": "ok"}]}',
    common('上海天气', '上海'),
  ];
  await studio.drop([{ name: 'mixed.jsonl', content: Buffer.concat(lines.flatMap((line) => [Buffer.from(line), Buffer.from('\n')])) }]);
  await expect(studio.row('上海天气')).toBeVisible();
  await page.getByRole('button', { name: studio.words.data.import.showRefused }).click();
  const refusals = page.getByRole('tabpanel');
  for (const line of ['2', '3', '4']) await expect(refusals.getByRole('cell', { name: line, exact: true })).toBeVisible();
  await expect(refusals.getByText('mixed.jsonl')).toBeVisible();
  expect(await page.evaluate(() => 'polluted' in {})).toBe(false);
});

test('row text is shown as text, whatever it holds', async ({ studio, page }) => {
  const markup = '<img src=x onerror="window.ran=1"><script>window.ran=1</script><b>fat</b>';
  await studio.open();
  await studio.drop([{ name: 'markup.jsonl', content: `${common(markup, '<i>北京</i>')}\n` }]);
  await expect(studio.row('<b>fat</b>')).toBeVisible();
  await studio.row('<b>fat</b>').click();
  await expect(studio.aside.getByText('<b>fat</b>').first()).toBeVisible();
  for (const tab of Object.values(studio.words.data.inspector.tabs).slice(1)) {
    const found = studio.aside.getByRole('tab', { name: tab });
    if ((await found.count()) > 0) await found.click();
  }
  expect(await page.locator('main img, main script, main b, main i').count()).toBe(0);
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);
});

test('pasted rows arrive; pasted prose is declined with a sentence', async ({ studio }) => {
  await studio.open();
  await studio.paste(`${common('天津天气', '天津')}\n${common('重庆天气', '重庆')}`);
  await studio.expectRows(2);
  await studio.paste('Dear diary');
  await expect(studio.toast(studio.words.data.import.notJson)).toBeVisible();
  await studio.expectRows(2);
});

test('search and filters narrow the table', async ({ studio, page }) => {
  await studio.open();
  await studio.openSample();
  const all = await studio.rowCount();
  await page.getByRole('searchbox', { name: studio.words.data.search }).fill('查一下北京的天气');
  await expect.poll(() => studio.rowCount()).toBeLessThan(all);
  await expect(studio.row('查一下北京的天气')).toBeVisible();
  await page.getByRole('searchbox', { name: studio.words.data.search }).fill('zzzz');
  await expect(page.getByText(studio.words.data.table.none)).toBeVisible();
  await page.getByRole('searchbox', { name: studio.words.data.search }).fill('');
  await studio.expectRows(all);
  await page.getByRole('button', { name: new RegExp(`^${studio.words.data.filters.eval}`) }).click();
  await expect.poll(() => studio.rowCount()).toBeLessThan(all / 2);
});

test('add, edit, delete, undo and redo', async ({ studio, page }) => {
  const { words } = studio;
  await studio.open();
  await studio.openSample();
  const all = await studio.rowCount();

  await page.getByRole('button', { name: words.data.add, exact: true }).click();
  const form = page.getByRole('dialog', { name: words.data.example.title });
  await form.getByLabel(words.data.example.request).fill('帮我看看三亚的天气');
  await form.getByLabel(words.data.example.tool).selectOption({ label: 'get_weather' });
  await form.getByLabel('city').fill('三亚');
  await expect(form.getByText('"city": "三亚"').first()).toBeVisible();
  await form.getByRole('button', { name: words.data.example.add, exact: true }).click();
  await studio.expectRows(all + 1);

  await page.getByRole('searchbox', { name: words.data.search }).fill('三亚的天气');
  const added = studio.row('帮我看看三亚的天气');
  await expect(added).toContainText('get_weather(city="三亚")');
  await added.click();
  await studio.aside.getByRole('button', { name: words.data.inspector.edit, exact: true }).click();
  await studio.aside.getByLabel(words.data.form.content(words.data.inspector.roles.user)).fill('帮我看看三亚今天的天气');
  await studio.aside.getByRole('button', { name: words.data.form.save }).click();
  await page.getByRole('searchbox', { name: words.data.search }).fill('三亚今天');
  await expect(studio.row('帮我看看三亚今天的天气')).toBeVisible();
  await page.getByRole('searchbox', { name: words.data.search }).fill('');

  // Undo takes the edit back, then the row; redo brings both again.
  await page.locator('#main').focus();
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await studio.expectRows(all);
  await page.keyboard.press('Control+y');
  await page.keyboard.press('Control+y');
  await studio.expectRows(all + 1);

  await page.getByRole('searchbox', { name: words.data.search }).fill('三亚今天');
  await studio.row('帮我看看三亚今天的天气').getByRole('checkbox').check();
  await page.getByRole('toolbar').getByRole('button', { name: words.data.chosen.delete, exact: true }).click();
  await page.getByRole('searchbox', { name: words.data.search }).fill('');
  await studio.expectRows(all);
  // What was done is there after a reload, the way back as well.
  await page.reload();
  await studio.expectRows(all);
  await page.locator('#main').focus();
  await page.keyboard.press('Control+z');
  await studio.expectRows(all + 1);
});

test('weights of an answer and of a part of it, by keyboard: the lens shows them, edits move them, undo takes them back', async ({
  studio,
  page,
}) => {
  const { words } = studio;
  const { weight } = words.data.form;
  await studio.open();
  await studio.drop([{ name: 'a.jsonl', content: chatml('hello', 'good bad good') }]);
  await studio.row('hello').click();
  const trained = studio.aside.getByTestId('lens-count');
  const { encode } = await createTokenizer('starter', await readTokenizerFiles('starter'));
  const tokens = (text: string) => encode(text).ids.length;
  const counted = (answer: string, learned: number) => words.lens.count(String(learned), String(tokens(chatmlText('hello', answer))));
  const learned = tokens('good bad good<|im_end|>');
  const all = counted('good bad good', learned);
  await expect(trained).toHaveText(all);

  await studio.aside.getByRole('button', { name: words.data.inspector.edit, exact: true }).click();
  const save = studio.aside.getByRole('button', { name: words.data.form.save });
  const whole = studio.aside.getByLabel(weight.label, { exact: false });
  await whole.fill('-1');
  await expect(studio.aside.getByText(weight.bad)).toBeVisible();
  await expect(save).toBeDisabled();
  await whole.fill('0');
  await expect(studio.aside.getByText(words.lens.nothing, { exact: true })).toBeVisible();
  await whole.fill('0.5');
  await expect(studio.aside.getByText(words.lens.trainedLess)).toBeVisible();
  await whole.fill('1.0');
  await expect(studio.aside.getByText(words.lens.trainedLess)).toBeHidden();
  await expect(trained).toHaveText(all);

  // "bad" is selected and weighed without a mouse; the focus is then where its weight is typed.
  const text = studio.aside.getByLabel(words.data.form.content(words.data.inspector.roles.assistant));
  const weigh = studio.aside.getByRole('button', { name: weight.weigh });
  const bad = studio.aside.getByRole('textbox', { name: weight.part(' bad') });
  await text.press('Home');
  await weigh.press('Enter');
  await expect(studio.aside.getByText(weight.selectFirst)).toBeVisible();
  await text.press('Home');
  for (let index = 0; index < 'good'.length; index++) await page.keyboard.press('ArrowRight');
  for (let index = 0; index < ' bad'.length; index++) await page.keyboard.press('Shift+ArrowRight');
  await weigh.press('Enter');
  await expect(bad).toBeFocused();
  await expect(bad).toHaveValue('0');
  await expect(trained).toHaveText(counted('good bad good', learned - tokens(' bad')));

  // What is written before it moves it; what replaces it takes its weight away, and that is said.
  await text.press('Home');
  await page.keyboard.type('very ');
  await expect(trained).toHaveText(counted('very good bad good', tokens('very good bad good<|im_end|>') - tokens(' bad')));
  await expect(bad).toHaveValue('0');
  await text.fill('very nice');
  await expect(studio.aside.getByText(weight.lost(1))).toBeVisible();
  await text.fill('good bad good');
  await text.press('Home');
  await page.keyboard.press('Control+Shift+ArrowRight');
  await weigh.press('Enter');
  await page.keyboard.type('2');
  await save.click();
  await expect(studio.aside.getByText(words.lens.trainedMore)).toBeVisible();

  await page.locator('#main').focus();
  await page.keyboard.press('Control+z');
  await expect(studio.aside.getByText(words.lens.trainedMore)).toBeHidden();
  await expect(trained).toHaveText(all);
});
