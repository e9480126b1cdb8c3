// Errors stop a training until they are settled; warnings do not.
import { expect, test } from './test';

const TOOL = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'Weather of a city',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false },
  },
};
const row = (request: string, name: string, argumentsText: string) =>
  JSON.stringify({
    messages: [
      { role: 'user', content: request },
      { role: 'assistant', content: null, tool_calls: [{ id: 'c', type: 'function', function: { name, arguments: argumentsText } }] },
    ],
    tools: [TOOL],
  });

test('calls that break a schema or name no tool are found, block training, and are settled one by one', async ({ studio, page }) => {
  const { words } = studio;
  await studio.open();
  const rows = [
    row('good', 'get_weather', '{"city": "北京"}'),
    row('number for a city', 'get_weather', '{"city": 7}'),
    row('no such tool', 'get_wether', '{"city": "北京"}'),
  ];
  await studio.drop([{ name: 'rows.jsonl', content: rows.join('\n') }]);
  await studio.expectRows(3);
  // Small files are split by their requests: here every row is to be trained.
  // Its tick appears once the rows are known, which may lie outside the window that is shown.
  const all = page.getByRole('checkbox', { name: words.data.table.chooseAll });
  await all.click();
  await expect(all).toBeChecked();
  await page.getByRole('toolbar').getByRole('button', { name: words.data.chosen.train, exact: true }).click();

  await studio.primary.click();
  await expect(studio.heading('check')).toBeVisible();
  await expect(page.getByText(words.check.blocked(2))).toBeVisible();
  await studio.goTo('train');
  await expect(page.getByTestId('train-blocked')).toContainText(words.train.blocks.errors(2));
  await expect(page.getByTestId('train-start')).toBeDisabled();

  // From the finding to the row, and out of the dataset.
  await studio.goTo('check');
  for (const left of [1, 0]) {
    await page
      .getByRole('button', { name: /^Show: / })
      .first()
      .click();
    await studio.aside.getByRole('button', { name: words.data.inspector.delete, exact: true }).click();
    await studio.primary.click();
    if (left > 0) await expect(page.getByText(words.check.blocked(left))).toBeVisible();
  }
  await expect(page.getByText(studio.ready)).toBeVisible();
  await studio.goTo('train');
  await expect(page.getByTestId('train-start')).toBeEnabled();
});
