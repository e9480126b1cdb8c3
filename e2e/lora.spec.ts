// A person's way with LoRA on a checkpoint of their own: a folder is added, an adapter trained and compared, handed out
// alone and merged, and taken in again.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { strFromU8, unzipSync } from 'fflate';
import type { FileChooser } from 'playwright/test';
import { expect, test } from './test';

const FOLDER = fileURLToPath(new URL('fixtures/qwen3-folder', import.meta.url));
const BASE = 'qwen3-folder';
const CITIES = [...'京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤琼川贵云陕'];
const STEPS = 4;
const RANK = 4;
/** Rows of A and columns of B; what a layer takes and gives, by the fixture's config.json. */
const SIZES = { q_proj: { takes: 24, gives: 48 }, k_proj: { takes: 24, gives: 16 } };
const OTHER_MODULES = ['v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj'];

const rows = CITIES.map((city) =>
  JSON.stringify({
    messages: [
      { role: 'user', content: `查${city}天气` },
      { role: 'assistant', function_call: { name: 'get_weather', arguments: `{"city": "${city}"}` } },
    ],
  }),
);

interface TensorHeader {
  readonly dtype: string;
  readonly shape: readonly number[];
}

/** Files of an archive by their name in its one folder. */
function unzipped(path: string): Map<string, Uint8Array> {
  return new Map(Object.entries(unzipSync(readFileSync(path))).map(([name, bytes]) => [name.split('/').at(-1) ?? '', bytes]));
}

function jsonOf(bytes: Uint8Array | undefined) {
  return JSON.parse(strFromU8(bytes ?? new Uint8Array()));
}

/** The tensors that a safetensors file names in its header. */
function tensorsOf(bytes: Uint8Array | undefined): Map<string, TensorHeader> {
  const file = bytes ?? new Uint8Array();
  const length = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  const header: Readonly<Record<string, TensorHeader>> = jsonOf(file.subarray(8, 8 + length));
  return new Map(Object.entries(header).filter(([name]) => name !== '__metadata__'));
}

test('an adapter on a checkpoint from a folder: trained, compared, handed out alone and merged, taken in again', async ({
  studio,
  page,
}) => {
  const { words } = studio;
  const models = page.getByTestId('models');
  const add = async (button: string, chosen: Parameters<FileChooser['setFiles']>[0]) => {
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), models.getByRole('button', { name: button }).click()]);
    await chooser.setFiles(chosen);
    await expect(models).toHaveCount(0, { timeout: 60_000 });
  };
  const model = page.getByRole('combobox', { name: words.train.model.label });
  await studio.open();
  await studio.drop([{ name: 'weather.jsonl', content: rows.join('\n') }]);
  await studio.expectRows(rows.length);
  await studio.goTo('train');

  // The dialog was opened for the recipe, so the recipe has the model.
  await page.getByTestId('open-models').click();
  await add(words.models.addFolder, FOLDER);
  await expect(model.locator('option:checked')).toHaveText(BASE);
  await page.getByTestId('setting-method').getByRole('button', { name: words.train.method.lora }).click();
  await studio.setTraining({ r: String(RANK), learning_rate: '2e-3', eval_steps: '2', max_length: '256' });
  const modules = page.getByTestId('setting-target_modules');
  for (const module of OTHER_MODULES) await modules.getByRole('button', { name: module, exact: true }).click();

  // What a step will hold names the adapter, and it fits.
  const memory = page.getByTestId('memory-plan');
  await expect(memory).toHaveAttribute('data-fits', 'true');
  await expect(memory.getByRole('list')).toContainText(words.train.memory.parts.adapter);
  await studio.train(STEPS);
  const samples = page.getByTestId('samples');
  await expect(samples).toContainText(words.train.samples.atStep(String(STEPS)));
  await samples.getByRole('button', { name: words.train.samples.step('2') }).click();
  await expect(samples).toContainText(words.train.samples.atStep('2'));
  await expect(samples.getByRole('listitem').first()).toContainText('get_weather');

  await page.getByTestId('train-compare').click();
  await expect(page.getByTestId('metric-exact')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByTestId('case').first()).toBeVisible();
  const { base: untrained, tuned } = await studio.ask('查京天气');
  expect(tuned).not.toBe(untrained);

  await studio.goTo('export');
  const card = page.getByTestId('export-weights');
  const kind = card.getByRole('combobox', { name: words.exporting.weights.kind });
  await kind.selectOption({ label: words.exporting.weights.kinds.adapter });
  const adapter = await studio.download(studio.downloadWeights);
  const alone = unzipped(adapter.path);
  expect(jsonOf(alone.get('adapter_config.json'))).toMatchObject({
    peft_type: 'LORA',
    r: RANK,
    lora_alpha: 32,
    target_modules: Object.keys(SIZES),
    base_model_name_or_path: BASE,
  });
  const expected = [0, 1].flatMap((layer) =>
    Object.entries(SIZES).flatMap(([name, { takes, gives }]): [string, TensorHeader['shape']][] => {
      const place = `base_model.model.model.layers.${layer}.self_attn.${name}`;
      return [
        [`${place}.lora_A.weight`, [RANK, takes]],
        [`${place}.lora_B.weight`, [gives, RANK]],
      ];
    }),
  );
  const shapes = [...tensorsOf(alone.get('adapter_model.safetensors'))].map(([name, { shape }]) => [name, shape]);
  expect(Object.fromEntries(shapes)).toEqual(Object.fromEntries(expected));

  await kind.selectOption({ label: words.exporting.weights.kinds.merged });
  await card.getByRole('combobox', { name: words.exporting.weights.type }).selectOption({ label: words.exporting.weights.types.bfloat16 });
  const whole = unzipped((await studio.download(studio.downloadWeights)).path);
  // How far the merged model computes from base + adapter is measured and said.
  await expect(page.getByTestId('export-check')).toContainText(/logits.*%/);
  await expect(page.getByTestId('export-recipe').locator('pre').first()).toContainText('export_dtype: bfloat16');
  expect(jsonOf(whole.get('config.json'))).toMatchObject({ model_type: 'qwen3', dtype: 'bfloat16', num_hidden_layers: 2 });
  const tensors = tensorsOf(whole.get('model.safetensors'));
  expect(new Set([...tensors.values()].map(({ dtype }) => dtype))).toEqual(new Set(['BF16']));
  expect([...tensors.keys()].sort()).toEqual([...tensorsOf(readFileSync(`${FOLDER}/model.safetensors`)).keys()].sort());

  // Taken in again, the adapter stands beside its base, decides rank and layers, and begins where the run ended.
  await studio.goTo('train');
  await page.getByTestId('open-models').click();
  await add(words.models.addZip, { name: adapter.name, mimeType: 'application/zip', buffer: readFileSync(adapter.path) });
  const name = adapter.name.replace('.zip', '');
  await expect(model.locator('option:checked')).toHaveText(BASE);
  await expect(page.getByRole('combobox', { name: words.train.adapter.label }).locator('option:checked')).toHaveText(name);
  await expect(page.getByTestId('adapter-facts')).toContainText(`r ${RANK}, lora_alpha 32, on q_proj, k_proj`);
  await expect(page.getByTestId('setting-r')).toHaveCount(0);
  await expect(page.getByTestId('setting-method').getByRole('button', { name: words.train.method.full })).toBeDisabled();
  await studio.train(1);
  await studio.goTo('evaluate');
  const { base } = await studio.ask('查京天气');
  expect(base).toBe(tuned);
  await studio.goTo('export');
  await kind.selectOption({ label: words.exporting.weights.kinds.adapter });
  const onward = unzipped((await studio.download(studio.downloadWeights)).path);
  expect(jsonOf(onward.get('adapter_config.json'))).toEqual(jsonOf(alone.get('adapter_config.json')));

  // Merged, the two are a model of their own.
  await studio.goTo('train');
  await page.getByTestId('open-models').click();
  await expect(models.getByTestId('stored-model')).toHaveCount(1);
  await models.getByTestId('stored-adapter').getByRole('button', { name: words.models.merge }).click();
  await expect(models.getByTestId('stored-model')).toHaveCount(2, { timeout: 60_000 });
  await expect(models.getByTestId('stored-model').first()).toContainText(`${BASE} + ${name}`);
  // How far it computes from the two is measured first, and stays in its row.
  await expect(models.getByTestId('stored-model').first()).toContainText(/logits.*%/);
});
