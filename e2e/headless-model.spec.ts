// Where a recipe's model comes from without a window: a folder beside it, an adapter to go on with, a hub.
import { cpSync, readFileSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { strFromU8, unzipSync } from 'fflate';
import { runHeadless } from '../scripts/headless/run.mjs';
import { COMMIT, MODEL, startHub } from './hub-server';
import { expect, test } from './test';
import { SHARDS, tinyCheckpoint } from './tiny-checkpoint';

const FOLDER = fileURLToPath(new URL('fixtures/qwen3-folder', import.meta.url));
const ROWS = ['京', '津', '沪', '渝'].map((city) =>
  JSON.stringify({
    messages: [
      { role: 'user', content: `查${city}天气` },
      { role: 'assistant', content: `${city}：晴` },
    ],
  }),
);

/** @param model the recipe's section */
const recipeText = (model: string, lora: string) => `version: 1
dataset: { files: [rows.jsonl], eval_fraction: 0 }
model: ${model}
train: { method: lora, device: wasm, max_length: 64, max_steps: 3, learning_rate: 0.02, warmup_steps: 0 }
lora: ${lora}
export: [adapter]
`;

test('an adapter is trained on a folder beside the recipe, and a second recipe goes on with it', async ({ browserName: _ }, info) => {
  const project = info.outputPath('project');
  await mkdir(project, { recursive: true });
  cpSync(FOLDER, join(project, 'base'), { recursive: true });
  await writeFile(join(project, 'rows.jsonl'), ROWS.join('\n'));
  const run = async (name: string, model: string, lora: string) => {
    const configPath = join(project, `${name}.yaml`);
    await writeFile(configPath, recipeText(model, lora));
    const out = info.outputPath(name);
    await runHeadless({ configPath, outFolder: out, overrides: [], software: true });
    const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'));
    return { report, files: unzipSync(new Uint8Array(readFileSync(join(out, report.files[0].name)))) };
  };
  const config = (files: Record<string, Uint8Array>) => JSON.parse(strFromU8(files['adapter_config.json'] ?? new Uint8Array()));

  const first = await run('first', '{ folder: base }', '{ r: 3, lora_alpha: 5, target_modules: [q_proj, up_proj] }');
  await mkdir(join(project, 'weather'));
  for (const [name, bytes] of Object.entries(first.files)) await writeFile(join(project, 'weather', name), bytes);
  const second = await run('second', '{ folder: base, adapter: weather }', '{ r: 8 }');
  expect(second.report.recipe.lora).toMatchObject({ r: 3, lora_alpha: 5, target_modules: ['q_proj', 'up_proj'] });
  expect(config(second.files)).toEqual(config(first.files));
  expect(second.report.samples[0].before).toBe(first.report.samples[0].after);
  const losses = [first, second].map(({ report }) => report.steps.map(({ loss }: { loss: number }) => loss));
  expect(losses[1][0]).toBeLessThan(losses[0][0]);
});

test('a model of a hub is fetched only from hosts that the command line allows, and only once', async ({ browserName: _ }, info) => {
  const project = info.outputPath('project');
  await mkdir(project, { recursive: true });
  await writeFile(join(project, 'rows.jsonl'), ROWS.join('\n'));
  const configPath = join(project, 'config.yaml');
  await writeFile(configPath, recipeText(`{ hub: ${MODEL}, revision: main }`, '{ r: 2 }'));
  const outFolder = info.outputPath('out');
  const hub = await startHub(tinyCheckpoint());
  const cacheFolder = info.outputPath('cache');
  const run = (...allowHosts: string[]) =>
    runHeadless({ configPath, outFolder, hub: hub.address, allowHosts, cacheFolder, software: true });
  try {
    await expect(run()).rejects.toThrow(`--allow-host "${hub.address}"`);
    expect(hub.hits).toEqual([]);
    await expect(run(hub.address)).rejects.toThrow('redirected this request to another host');
    expect(hub.hits.filter((hit) => hit.includes('/blobs/'))).toEqual([]);
    const report = await run(hub.address, hub.files);
    expect(report.steps).toHaveLength(3);
    expect(report.model).toMatchObject({ name: MODEL, origin: { kind: 'hub', address: hub.address, commit: COMMIT } });

    // What is kept is proved by its hash: a damaged shard, and nothing else, is fetched again.
    const before = hub.hits.length;
    const shard = (await readdir(cacheFolder, { recursive: true })).find((name) => name.endsWith(SHARDS[1])) ?? '';
    const kept = readFileSync(join(cacheFolder, shard));
    await writeFile(join(cacheFolder, shard), kept.fill(kept.readUInt8(kept.length - 1) ^ 1, kept.length - 1));
    const again = await run(hub.address, hub.files);
    expect(again.model.id).not.toBe(report.model.id);
    expect(again.steps.map(({ loss }) => loss)).toEqual(report.steps.map(({ loss }) => loss));
    expect(hub.hits.slice(before)).toEqual([
      `GET /api/models/${MODEL}/revision/main?blobs=true`,
      `GET /${MODEL}/resolve/${COMMIT}/model.safetensors.index.json`,
      `GET /${MODEL}/resolve/${COMMIT}/config.json`,
      `GET /${MODEL}/resolve/${COMMIT}/${SHARDS[1]}`,
      `GET /blobs/${SHARDS[1]}`,
    ]);
    expect(hub.stray).toEqual([]);
  } finally {
    await hub.close();
  }
});
