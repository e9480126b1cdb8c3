// LoRA in a real browser: every backend there is, WebGPU among them, against PEFT.

import { describe, expect, it } from 'vitest';
import { openDevice } from '../device';
import { generate } from '../generation/generate';
import { createModel } from '../model/create-model';
import { expectLossAndGradients, fetchedFrom } from '../testing/browser-golden';
import { loadLoraGolden } from '../testing/lora-golden';

const GOLDENS = { webgpu: ['rank-stabilized', 'all-layers'], wasm: ['rank-stabilized'], cpu: ['rank-stabilized'] };

describe.each(['webgpu', 'wasm', 'cpu'] as const)('%s', (backend) => {
  it.each(GOLDENS[backend])('gives the loss and gradients of PEFT, and answers as the base with the adapter off: %s', async (name) => {
    await openDevice(backend, { wasmPath: '/wasm/', allowSoftware: true });
    const golden = await loadLoraGolden(name, fetchedFrom('src/ml/lora/goldens'));
    const { config, settings, weights: tensors, adapter } = golden;
    const model = await createModel(config, { tensors }, { lora: { settings, seed: 0, tensors: adapter } });
    await expectLossAndGradients(model, golden);
    const prompts = golden.rows.slice(0, 2).map(({ inputIds }) => inputIds.subarray(0, 3));
    const options = { maxNewTokens: 4, stopIds: [], batchSize: 2 };
    const withAdapter = await generate(model, prompts, options);
    model.setAdapterEnabled(false);
    const base = await createModel(config, { tensors });
    expect(await generate(model, prompts, options)).toEqual(await generate(base, prompts, options));
    expect(withAdapter.map((answer) => answer.length)).toEqual([4, 4]);
    for (const one of [model, base]) one.dispose();
  });
});
