// A model of 2.4 GB (the shape of Qwen3-0.6B in F32) goes the studio's own way out: folder → stored model → LoRA run with a
// checkpoint → merged → shards with their index in a zip; and its adapter. transformers and PEFT load both and compare.

import 'fake-indexeddb/auto';
import { spawnSync } from 'node:child_process';
import { openAsBlob } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { adapterShapes, initialAdapter } from '../../src/core/adapter';
import type { WeightsKind } from '../../src/core/exports';
import type { Recipe } from '../../src/core/recipe';
import { defaultRecipe } from '../../src/core/recipe';
import { parameterShapes, parseModelConfig, writeSafetensors } from '../../src/core/weights';
import { QWEN3_06B } from '../../src/core/weights/testing/qwen3-0.6b';
import { saveCheckpoint } from '../../src/storage/checkpoints';
import { dataHandlers, runCallHandlers } from '../../src/worker/data/handlers';
import { testContext } from '../../src/worker/testing/data-context';
import { ensurePython } from '../reference/python.mjs';
import { diskFiles } from './disk-files';
import { largeFolder } from './large-folder.mjs';

const HOUR = 3_600_000;
const path = (below: string) => fileURLToPath(new URL(`../../${below}`, import.meta.url));
const STORE = path('.cache/soak-store');
const OUT = path('.cache/soak-exports');
const signal = new AbortController().signal;
const silent = () => undefined;
const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(2)} GB`;
const secondsSince = (started: number) => (performance.now() - started) / 1000;

const lora: Recipe['lora'] = { ...defaultRecipe().lora, r: 4, lora_alpha: 8, target_modules: ['q_proj', 'v_proj', 'down_proj'] };

/** A and B as if trained: B other than zero. */
function trainedAdapter(config: ReturnType<typeof parseModelConfig>) {
  const start = initialAdapter(config, lora, 1);
  const other = initialAdapter(config, lora, 2);
  const noise = other.flatMap(({ name, data }) => (name.endsWith('.lora_A.weight') ? [data] : []));
  return start.map((tensor, index) => {
    if (!tensor.name.endsWith('.lora_B.weight')) return tensor;
    const values = noise[index % noise.length] ?? new Float32Array();
    return { ...tensor, data: tensor.data.map((_, at) => values[at % values.length] ?? 0) };
  });
}

test(
  'a model above 2 GB is exported in shards that transformers loads',
  async () => {
    const config = parseModelConfig(JSON.stringify(QWEN3_06B));
    const folder = await largeFolder(QWEN3_06B, parameterShapes(config));
    for (const old of [STORE, OUT]) await rm(old, { recursive: true, force: true });
    await mkdir(OUT, { recursive: true });
    const files = diskFiles(STORE);
    const context = await testContext({ databaseName: 'soak', readAsset: async (name) => openAsBlob(path(`public/${name}`)), files });
    const data = dataHandlers(context, { estimate: async () => ({}), persisted: async () => false });

    let started = performance.now();
    const names = await readdir(folder);
    const chosen = await Promise.all(names.map(async (name) => ({ name: `large/${name}`, file: await openAsBlob(join(folder, name)) })));
    const { model } = await data.addModel({ files: chosen }, silent, signal);
    console.log(`added ${gigabytes(model.bytes)} in ${secondsSince(started).toFixed(1)} s`);

    const { id: projectId } = await data.createProject({ name: 'soak' }, silent, signal);
    const row = JSON.stringify({
      messages: [
        { role: 'user', content: 'a' },
        { role: 'assistant', content: 'b' },
      ],
    });
    await data.importFiles({ projectId, files: [{ name: 'rows.jsonl', file: new Blob([row]) }] }, silent, signal);
    const base = defaultRecipe();
    const recipe: Recipe = { ...base, model: { folder: model.id }, train: { ...base.train, method: 'lora', max_steps: 1 }, lora };
    const run = await data.createRun({ projectId, recipe }, silent, signal);
    const tensors = trainedAdapter(config);
    expect(tensors).toHaveLength(adapterShapes(config, lora).size);
    const runCalls = runCallHandlers(context);
    const commit = async (manifest: Parameters<typeof runCalls.commitCheckpoint>[0]['manifest']) =>
      (await runCalls.commitCheckpoint({ manifest, keep: 2 }, silent, signal)).deleteFiles;
    await saveCheckpoint(files, commit, run.id, 1, [writeSafetensors(tensors, { format: 'pt' })]);

    const save = async (kind: WeightsKind) => {
      started = performance.now();
      const [zip, ...others] = await data.exportModel({ runId: run.id, kind, dtype: 'F32' }, silent, signal);
      if (!zip || others.length > 0) throw new Error('one archive expected');
      const seconds = secondsSince(started);
      console.log(`${kind}: ${gigabytes(zip.blob.size)} in ${seconds.toFixed(1)} s, ${(zip.blob.size / 1e6 / seconds).toFixed(0)} MB/s`);
      await rename(join(STORE, 'exports', zip.fileName), join(OUT, `${kind}.zip`));
    };
    const before = process.memoryUsage().rss;
    await save('merged');
    await save('adapter');
    console.log(`memory of the process before ${gigabytes(before)}, at its peak ${gigabytes(process.resourceUsage().maxRSS * 1024)}`);

    const python = ensurePython(path('reference/requirements.txt'), path('.cache/reference-python'));
    const check = [path('reference/lora/large_export.py'), OUT, folder];
    expect(spawnSync(python, check, { stdio: 'inherit', env: { ...process.env, HF_HUB_OFFLINE: '1', TQDM_DISABLE: '1' } }).status).toBe(0);
    expect(JSON.parse(await readFile(join(OUT, 'merged', 'model.safetensors.index.json'), 'utf8')).metadata.total_size).toBeGreaterThan(
      2e9,
    );
    for (const done of [STORE, OUT]) await rm(done, { recursive: true, force: true });
  },
  HOUR,
);
