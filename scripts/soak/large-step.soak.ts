// One LoRA step of 64 tokens on a checkpoint in the shape of Qwen3-0.6B; see large.mjs.

import { existsSync, openAsBlob } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeBatch } from '../../src/core/batches';
import { planMemory } from '../../src/core/memory';
import { defaultRecipe } from '../../src/core/recipe';
import { parameterShapes, parseModelConfig } from '../../src/core/weights';
import { QWEN3_06B } from '../../src/core/weights/testing/qwen3-0.6b';
import { allocations, createModel, openDevice, resetPeak } from '../../src/ml';
import { AdamW } from '../../src/ml/optimizer/adamw';
import { wasmPath } from '../../src/ml/testing/wasm-path';
import { streamRows } from '../../src/storage/stored-tensors';
import { writeLargeCheckpoint } from './large-checkpoint.mjs';

const TOKENS = 64;
const HOUR = 3_600_000;
const folder = new URL('../../.cache/soak-qwen3-0.6b', import.meta.url).pathname;
const backend = process.env['TOOLTUNE_SOAK_BACKEND'] === 'cpu' ? 'cpu' : 'wasm';
const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(2)} GB`;

test(
  'a model of 0.6 billion parameters takes a LoRA step',
  async () => {
    const config = parseModelConfig(JSON.stringify(QWEN3_06B));
    if (!existsSync(join(folder, 'config.json'))) await writeLargeCheckpoint(folder, QWEN3_06B, parameterShapes(config));
    expect(parseModelConfig(await readFile(join(folder, 'config.json'), 'utf8'))).toEqual(config);
    await openDevice(backend, { wasmPath });
    const { lora, train } = defaultRecipe();

    const started = performance.now();
    const paths = (await readdir(folder)).filter((name) => name.endsWith('.safetensors')).sort();
    const tensors = streamRows({ open: (path) => openAsBlob(join(folder, path)) }, paths);
    const model = await createModel(config, { tensors }, { checkpointing: true, lora: { settings: lora, seed: 1 } });
    const optimizer = new AdamW(model, train);
    console.log(`${backend}: loaded in ${((performance.now() - started) / 1000).toFixed(1)} s`);

    resetPeak();
    const begun = performance.now();
    const inputIds = Int32Array.from({ length: TOKENS + 1 }, (_, index) => (index * 7919) % config.vocabularySize);
    const batch = makeBatch([{ id: 'row', inputIds, weights: new Float32Array(TOKENS + 1).fill(1) }]);
    const { loss, gradients } = model.lossAndGradients(batch, batch.totalWeight, 0);
    optimizer.step(gradients, loss, 1, 1e-4).dispose();
    const [value = Number.NaN] = await loss.data<'float32'>();
    console.log(`one LoRA step of ${TOKENS} tokens in ${((performance.now() - begun) / 1000).toFixed(1)} s, loss ${value.toFixed(3)}`);

    const sizes = { batchSize: 1, accumulation: 1, length: TOKENS, prefix: 0, trainedPositions: TOKENS };
    const plan = planMemory({ config, method: 'lora', lora, ...sizes, packing: false, checkpointing: true, evaluation: null });
    const peak = allocations()?.peak ?? Number.NaN;
    console.log(`peak ${gigabytes(peak)}, planned ${gigabytes(plan.total)}`);
    expect(value).toBeGreaterThan(0);
    expect(Math.abs(plan.total / peak - 1)).toBeLessThan(0.1);
    loss.dispose();
    optimizer.dispose();
    model.dispose();
  },
  HOUR,
);
