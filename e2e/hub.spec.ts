// A model from a hub, end to end: nothing leaves before its hosts were confirmed, nothing but those hosts is reached, an
// error in the middle and a closed page cost nothing, and what is not what the hub named is refused.
import AxeBuilder from '@axe-core/playwright';
import { ADAPTER_CONFIG, ADAPTER_WEIGHTS, adapterShapes, writeAdapterConfig } from '../src/core/adapter';
import { defaultLoraSettings } from '../src/core/recipe/defaults';
import { parseModelConfig, sizeOf, writeSafetensors } from '../src/core/weights';
import { Models, openModels, test } from './hub-page';
import { COMMIT, MODEL } from './hub-server';
import { expect } from './test';
import { SHARDS } from './tiny-checkpoint';

const [first, second] = SHARDS;

const half = (content: ReadonlyMap<string, Buffer>, file: string) => Math.floor((content.get(file)?.length ?? 0) / 2);

test('nothing leaves before the confirmation, which names every host; then the model is here and trains', async ({
  studio,
  hub,
  content,
  page,
}) => {
  const models = await openModels(studio);
  await models.type(hub);
  for (const shown of [hub.address, hub.files, MODEL, 'main']) await expect(models.confirm).toContainText(shown);
  await expect(page.locator('iframe')).toHaveCount(0);
  await expect(models.confirm.getByRole('button').last()).toBeFocused();
  const { violations } = await new AxeBuilder({ page }).include('[data-testid=models]').analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  expect(hub.hits).toEqual([]);
  await models.button(studio.words.shell.cancel).click();
  expect(hub.hits).toEqual([]);

  // An error in the middle of the second shard: it goes on by itself, from where it broke off.
  hub.faults.breaks = { file: second, after: half(content, second), times: 2 };
  await models.lookUp(hub);
  expect(hub.hits).toEqual([
    `GET /api/models/${MODEL}/revision/main?blobs=true`,
    `GET /${MODEL}/resolve/${COMMIT}/model.safetensors.index.json`,
    `GET /${MODEL}/resolve/${COMMIT}/config.json`,
  ]);
  // What it is, and whether memory and disk hold it, is said before anything is downloaded.
  const found = page.getByTestId('hub-found');
  for (const fact of [COMMIT, 'qwen3, supported', 'a training step takes at least', 'this browser gives'])
    await expect(found).toContainText(fact);
  await models.download();
  await expect(studio.toast(MODEL)).toBeVisible({ timeout: 60_000 });
  expect(hub.hits).toContain(`GET /blobs/${second} bytes=${half(content, second)}-`);
  expect(hub.hits.filter((hit) => hit === `GET /blobs/${first}`)).toHaveLength(1);
  await expect(page.locator('iframe')).toHaveCount(0);

  // The dialog was opened for the recipe, so the recipe has it, and it trains like any other.
  await expect(page.getByRole('combobox', { name: studio.words.train.model.label }).locator('option:checked')).toHaveText(MODEL);
  await studio.train(1);
  await page.getByTestId('open-models').click();
  await expect(models.stored).toContainText(`${MODEL}@${COMMIT.slice(0, 8)}`);
  await models.stored.getByRole('button', { name: studio.words.models.remove }).click();
  await page.getByTestId('delete-model').getByRole('button', { name: studio.words.models.remove }).click();
  await expect(models.dialog).toContainText(studio.words.models.empty);

  // The recipe still names it, by commit: it offers to fetch it again.
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('model')).toContainText(studio.words.train.model.missingHub(MODEL, COMMIT));
  await page.getByRole('button', { name: studio.words.train.model.fetch }).click();
  await expect(models.dialog.getByRole('textbox', { name: studio.words.models.hub.name })).toHaveValue(MODEL);
  await expect(models.dialog.getByRole('textbox', { name: studio.words.models.hub.revision })).toHaveValue(COMMIT);
});

test('a page that was closed in the middle goes on after another confirmation', async ({ studio, hub, content, page }) => {
  let models = await openModels(studio);
  hub.faults.stalls = { file: second, after: half(content, second) };
  await models.lookUp(hub);
  await models.download();
  await expect.poll(() => hub.hits.at(-1)).toBe(`GET /blobs/${second}`);
  await expect(page.getByTestId('models-busy')).toBeVisible();
  await page.waitForTimeout(500);
  await page.reload();
  hub.faults.stalls = null;
  const before = hub.hits.length;
  await studio.goTo('train');
  await page.getByTestId('open-models').click();
  models = new Models(studio);
  await expect(models.unfinished).toContainText(MODEL);
  await models.unfinished.getByRole('button', { name: studio.words.models.goOn }).click();
  await expect(models.confirm).toContainText(COMMIT);
  expect(hub.hits).toHaveLength(before);
  await models.button(studio.words.models.hub.goOn(new URL(hub.address).host)).click();
  await expect(studio.toast(MODEL)).toBeVisible({ timeout: 60_000 });
  const after = hub.hits.slice(before);
  expect(after).not.toContain(`GET /blobs/${first}`);
  expect(after.find((hit) => hit.startsWith(`GET /blobs/${second}`))).toMatch(/ bytes=[1-9]\d*-$/);
});

/** A repository that holds an adapter of this model and nothing else. */
function adapterOf(content: ReadonlyMap<string, Buffer>): Map<string, Buffer> {
  const config = parseModelConfig(String(content.get('config.json')));
  const shapes = [...adapterShapes(config, defaultLoraSettings)];
  const tensors = shapes.map(([name, shape]) => ({ name, shape, data: new Float32Array(sizeOf(shape)) }));
  return new Map([
    [ADAPTER_CONFIG, Buffer.from(writeAdapterConfig(defaultLoraSettings, MODEL))],
    [ADAPTER_WEIGHTS, Buffer.from(writeSafetensors(tensors, {}))],
  ]);
}

test('an adapter alone: its base, which is not here, is looked up and fetched first; then the adapter stands beside it', async ({
  studio,
  hub,
  content,
  page,
}) => {
  const base = new Map(content);
  // The hub has one name: what stands under it is exchanged.
  const serve = (files: ReadonlyMap<string, Buffer>) => {
    content.clear();
    for (const [file, bytes] of files) content.set(file, bytes);
  };
  const words = studio.words.models.hub;
  const found = page.getByTestId('hub-found');
  serve(adapterOf(base));
  const models = await openModels(studio);
  await models.lookUp(hub);
  await expect(found).toContainText(words.baseMissing(MODEL));
  await expect(found).toContainText(words.noBase(MODEL));
  await expect(models.button(/^Download /)).toHaveCount(0);
  await expect(models.button(words.lookUpBase)).toBeFocused();
  const { violations } = await new AxeBuilder({ page }).include('[data-testid=models]').analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);

  // Nothing is sent before the confirmation; without it the adapter is shown again.
  const before = hub.hits.length;
  await models.button(words.lookUpBase).click();
  await expect(models.confirm).toContainText(MODEL);
  await models.button(studio.words.shell.cancel).click();
  await models.button(words.lookUpBase).click();
  expect(hub.hits).toHaveLength(before);
  serve(base);
  await models.button(words.connect(new URL(hub.address).host)).click();
  await models.download();
  await expect(studio.toast(MODEL)).toBeVisible({ timeout: 60_000 });

  serve(adapterOf(base));
  await expect(found).toContainText(words.baseStored(MODEL));
  expect(hub.hits.filter((hit) => hit.includes(ADAPTER_WEIGHTS))).toEqual([]);
  await models.download();
  await expect(models.dialog).toHaveCount(0, { timeout: 60_000 });
  await page.getByTestId('open-models').click();
  await expect(models.unfinished).toHaveCount(0);
  await expect(models.dialog.getByTestId('stored-adapter')).toContainText(studio.words.models.adapterOf(MODEL));
});

test('stopped, it keeps what is here, and can be discarded', async ({ studio, hub, content }) => {
  const models = await openModels(studio);
  hub.faults.stalls = { file: first, after: half(content, first) };
  await models.lookUp(hub);
  await models.download();
  await expect.poll(() => hub.hits.at(-1)).toBe(`GET /blobs/${first}`);
  await models.dialog.getByTestId('models-busy').getByRole('button', { name: studio.words.shell.stop }).click();
  await expect(models.unfinished).toContainText(MODEL);
  await models.unfinished.getByRole('button', { name: studio.words.models.remove }).click();
  await studio.page.getByTestId('delete-model').getByRole('button', { name: studio.words.models.remove }).click();
  await expect(models.dialog).toContainText(studio.words.models.empty);
});

test('a model that cannot be trained, or not within the memory, is told of before anything is downloaded', async ({
  studio,
  hub,
  content,
  page,
}) => {
  await page.addInitScript(() => {
    // The network frame has no storage.
    if (window === window.top) localStorage.setItem('tooltune.settings', JSON.stringify({ memoryBudget: 0.0001 }));
  });
  const models = await openModels(studio);
  await models.lookUp(hub);
  await expect(page.getByTestId('hub-found')).toContainText('Even the smallest step');
  await models.button(studio.words.shell.cancel).click();

  const config = JSON.parse(String(content.get('config.json')));
  content.set('config.json', Buffer.from(JSON.stringify({ ...config, model_type: 'gemma3', architectures: ['Gemma3ForCausalLM'] })));
  await models.lookUp(hub);
  await expect(models.failure).toContainText('architecture Gemma3ForCausalLM');
  await expect(models.failure).toContainText('Use a Qwen2, Qwen2.5 or Qwen3 text model');
  await expect(page.getByTestId('hub-found')).toHaveCount(0);
  expect(hub.hits.some((hit) => hit.includes('-of-'))).toBe(false);
});

test('a redirect to a host that was not confirmed is stopped before it is sent', async ({ studio, hub }) => {
  const models = await openModels(studio);
  hub.faults.strayRedirect = true;
  await models.lookUp(hub);
  await models.download();
  await expect(models.failure).toContainText('that host was not confirmed', { timeout: 60_000 });
  expect(hub.stray).toEqual([]);
});

test('a wrong hash, a wrong size and a lying header are refused by name', async ({ studio, hub, content }) => {
  const models = await openModels(studio);
  hub.faults.listed = { file: first, sha256: 'f'.repeat(64) };
  await models.lookUp(hub);
  await models.download();
  await expect(models.failure).toContainText(`${first} has SHA-256`, { timeout: 60_000 });

  hub.faults.listed = { file: second, size: 1000 };
  await models.lookUp(hub);
  await models.download();
  await expect(models.failure).toContainText('the hub lists it with 1000', { timeout: 60_000 });

  const lying = Buffer.from(content.get(first) ?? Buffer.alloc(0));
  lying.writeBigUInt64LE(1n << 40n);
  content.set(first, lying);
  hub.faults.listed = null;
  await models.lookUp(hub);
  await models.download();
  await expect(models.failure).toContainText('larger than the limit', { timeout: 60_000 });
  await expect(models.failure).toContainText(first);
  await expect(models.stored).toHaveCount(0);
});

test('the frame’s fetch is out of the studio’s reach, and no other page of this address can be framed', async ({ studio, hub, page }) => {
  await studio.open();
  const reached = await page.evaluate(async (address) => {
    const through: string[] = [];
    const frame = async (name: string, src: string, sandbox: string | null) => {
      const element = document.createElement('iframe');
      if (sandbox !== null) element.setAttribute('sandbox', sandbox);
      element.src = src;
      const loaded = new Promise((done) => element.addEventListener('load', done));
      document.body.append(element);
      await Promise.race([loaded, new Promise((late) => setTimeout(late, 1000))]);
      try {
        await element.contentWindow?.window.fetch(`${address}/${name}`);
        through.push(name);
      } catch {
        // Refused, as it should be.
      }
    };
    await frame('sandboxed', 'network.html', 'allow-scripts');
    await frame('unsandboxed', 'network.html', null);
    await frame('picture', 'favicon.svg', null);
    await frame('asset', 'models/from-zero/config.json', null);
    return through;
  }, hub.address);
  expect(reached).toEqual([]);
  expect(hub.hits).toEqual([]);
});
