// Three steps to a person's own tools: described, rows made, taught; left at any step and found again.
import { expectNoViolation } from './no-violation';
import { expect, test } from './test';

/** Enough to be measured: about 60 % of the held-out requests come out exact, from none. */
const STEPS = '16';
const ROWS = 48;
const HELD_OUT = 12;
/** Points of exact calls: far below what was measured, as the last digits of a training differ by machine. */
const LEAST_GAIN = 20;

/** As an MCP server answers tools/list. */
const PASTED = {
  result: {
    tools: [
      {
        name: 'set_alarm',
        description: 'Set an alarm',
        inputSchema: { type: 'object', properties: { time: { type: 'string' } }, required: ['time'] },
      },
      {
        name: 'find_song',
        description: 'Find a song',
        inputSchema: { type: 'object', properties: { artist: { type: 'string' } }, required: ['artist'] },
      },
    ],
  },
};

test('a person describes three tools, makes rows, teaches, and sees before and after', async ({ studio, page }) => {
  test.setTimeout(300_000);
  const { words } = studio;
  const own = words.ownTools;
  await studio.open();
  await page.getByTestId('own-tools').click();
  await expect(page.getByRole('heading', { level: 1, name: own.title })).toBeVisible();
  await expectNoViolation(page, 'nothing described');

  // One tool by the form, two from a list.
  await page.getByRole('button', { name: words.data.tools.add }).click();
  const form = page.getByTestId('tool-form');
  await form.getByLabel(words.data.tools.name).first().fill('get_weather');
  await form.getByLabel(words.data.tools.description).first().fill('Get the weather of a city');
  await form.getByTestId('parameter').getByLabel(words.data.tools.parameter.name).fill('city');
  await expectNoViolation(page, 'form');
  await form.getByRole('button', { name: words.data.tools.save }).click();
  await expect(page.getByTestId('tool-card')).toHaveCount(1);
  await page.getByTestId('paste-tools').click();
  const dialog = page.getByTestId('paste-dialog');
  await dialog.getByRole('textbox').fill('[{"description": "no name"}]');
  await dialog.getByRole('button', { name: own.paste.add }).click();
  await expect(dialog.getByTestId('failure')).toBeVisible();
  await dialog.getByRole('textbox').fill(JSON.stringify(PASTED));
  await dialog.getByRole('button', { name: own.paste.add }).click();
  await expect(page.getByTestId('tool-card')).toHaveCount(3);

  // Sentences are proposed, a broken one is named, and the rows are one step that can be undone.
  await page.getByTestId('to-rows').click();
  await expect(page.getByTestId('preview')).toContainText('get_weather(city=');
  await page.getByTestId('template-rows').fill(String(ROWS));
  await page.getByTestId('template-held-out').fill(String(HELD_OUT));
  const weather = page.getByTestId('tool-templates').filter({ hasText: 'get_weather' });
  await weather.locator('summary').click();
  const sentences = weather.getByLabel(own.templates.frames);
  const proposed = await sentences.inputValue();
  expect(proposed).toContain('Get the weather in {city}');
  await sentences.fill('Weather in {town}?');
  await expect(page.getByTestId('template-problems')).toContainText('{town}');
  await expect(page.getByTestId('make-rows')).toBeDisabled();
  await weather.locator('summary').click();
  await expect(sentences).toBeHidden();
  await page.getByTestId('template-problems').getByRole('button').first().click();
  await expect(sentences).toBeFocused();
  expect(await page.evaluate(() => getSelection()?.toString())).toBe('Weather in {town}?');
  await expectNoViolation(page, 'problems');
  await sentences.fill(`${proposed}\nHow warm is it in {city}?\n`);
  await page.getByTestId('make-rows').click();
  await expect(page.getByTestId('rows-standing')).toContainText(own.rows.standing(String(ROWS), String(HELD_OUT)));
  await page.getByTestId('undo').click();
  await expect(page.getByTestId('make-rows')).toBeVisible();
  await page.getByTestId('make-rows').click();
  await expect(page.getByTestId('to-teach')).toBeVisible();
  await expectNoViolation(page, 'rows');

  // What was written is still there after a reload.
  await page.reload();
  await weather.locator('summary').click();
  await expect(sentences).toHaveValue(/How warm is it in \{city\}\?/);

  await page.getByTestId('to-teach').click();
  await page.getByTestId('teach-steps').fill(STEPS);
  await expectNoViolation(page, 'before teaching');
  await page.getByTestId('teach').click();
  await expect(page.getByTestId('chart-loss')).toBeVisible();
  await expectNoViolation(page, 'teaching');
  await expect(page.getByTestId('compared')).toBeVisible({ timeout: 180_000 });
  const exact = await page.getByTestId('metric-exact').innerText();
  const [before = 0, after = 0] = (exact.match(/\d+/g) ?? []).map(Number);
  expect(after - before, exact).toBeGreaterThanOrEqual(LEAST_GAIN);
  await expect(page.getByTestId('compared-case')).toHaveCount(HELD_OUT);
  await expectNoViolation(page, 'compared');

  // Left for another step and come back to by the palette, without a mouse.
  await studio.goTo('data');
  await studio.expectRows(ROWS + HELD_OUT);
  await page.keyboard.press('Control+k');
  await page.keyboard.type(own.command);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('compared-case')).toHaveCount(HELD_OUT);
  await page.getByRole('link', { name: own.onwards.ask }).click();
  await expect(studio.heading('evaluate')).toBeVisible();
});

test('sentences of rows that were brought become templates; what gives none is listed, and it can be undone', async ({ studio, page }) => {
  const { words } = studio;
  const own = words.ownTools;
  await studio.open();
  await page.getByTestId('own-tools').click();
  await page.getByTestId('paste-tools').click();
  const dialog = page.getByTestId('paste-dialog');
  await dialog.getByRole('textbox').fill(JSON.stringify(PASTED));
  await dialog.getByRole('button', { name: own.paste.add }).click();
  await page.getByTestId('to-rows').click();
  const row = (request: string, time: string) => {
    const calls = [{ function: { name: 'set_alarm', arguments: { time } } }];
    return JSON.stringify({
      messages: [
        { role: 'user', content: request },
        { role: 'assistant', tool_calls: calls },
      ],
    });
  };
  await studio.drop([
    {
      name: 'mine.jsonl',
      content: [row('Up at 6:30 sharp', '6:30'), row('Up at 7:45 sharp', '7:45'), row('Up at dawn', '5:00')].join('\n'),
    },
  ]);
  // Files that are dropped are shown on Data; the way back is where it was left.
  await expect(page.getByRole('navigation').getByRole('link', { name: / 3$/ })).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type(own.command);
  await page.keyboard.press('Enter');
  await page.getByRole('tab', { name: own.rows.sources.imported }).click();
  await page.getByTestId('take-sentences').click();
  const taken = page.getByTestId('taken-sentences');
  await expect(taken).toContainText(own.rowSentences.found(2, 1));
  await taken.locator('summary').click();
  await expect(taken).toContainText(`Up at dawn`);
  await expect(taken).toContainText(own.rowSentences.reasons.not_said('time'));
  await expectNoViolation(page, 'sentences taken');
  const sentences = page.getByTestId('tool-templates').filter({ hasText: 'set_alarm' });
  await taken.getByRole('button', { name: own.rowSentences.see }).click();
  await sentences.locator('summary').click();
  await expect(sentences.getByLabel(own.templates.frames)).toHaveValue(/^Up at \{time\} sharp\n/);
  await page.getByRole('button', { name: words.shell.undo }).last().click();
  await expect(sentences.getByLabel(own.templates.frames)).not.toHaveValue(/sharp/);
});

test.describe('on a phone in the dark', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, colorScheme: 'dark' });
  test('the steps fit and break no rule', async ({ studio, page }) => {
    const expectFit = async (where: string) => {
      const [content, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      expect(content, where).toBeLessThanOrEqual(seen ?? 0);
      await expectNoViolation(page, where);
    };
    await studio.open();
    await page.getByTestId('own-tools').click();
    await page.getByTestId('paste-tools').click();
    await page.getByTestId('paste-dialog').getByRole('textbox').fill(JSON.stringify(PASTED));
    await page.getByTestId('paste-dialog').getByRole('button', { name: studio.words.ownTools.paste.add }).click();
    await expect(page.getByTestId('tool-card')).toHaveCount(2);
    await expectFit('tools');
    await page.getByTestId('to-rows').click();
    await expect(page.getByTestId('preview')).toBeVisible();
    await expectFit('templates');
    await page.getByTestId('make-rows').click();
    await page.getByTestId('to-teach').click();
    await expectFit('teach');
  });
});
