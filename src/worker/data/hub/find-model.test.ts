// What a look-up finds out about a hub's model before it is downloaded.

import { beforeEach, expect, test } from 'vitest';
import { ADAPTER_CONFIG, ADAPTER_WEIGHTS, writeAdapterConfig } from '../../../core/adapter';
import { defaultLoraSettings } from '../../../core/recipe/defaults';
import { parameterCount } from '../../../core/weights';
import { quietJob } from '../../testing/calls';
import { type MemoryHub, memoryHub, tinyModel } from '../../testing/memory-hub';
import { findModel } from './look-up';

const wait = async () => undefined;
const bytesOf = (value: object) => new TextEncoder().encode(JSON.stringify(value));
const find = (remote: MemoryHub) =>
  findModel(remote.fetch, { hub: remote.hub, name: remote.name, revision: 'main' }, wait, quietJob.signal);

let remote: MemoryHub;
beforeEach(async () => {
  remote = memoryHub('owner/tiny', await tinyModel());
});

test('a look-up reads the configuration at the commit and no other file of the model', async () => {
  const found = await find(remote);
  if (found.kind !== 'model') throw new Error('a model expected');
  expect(found.model.commit).toBe(remote.commit);
  expect(found.config.architecture).toBe('qwen3');
  expect(parameterCount(found.config)).toBeGreaterThan(100_000);
  expect(remote.asked).toEqual(['listing 0', 'model.safetensors.index.json 0', 'config.json 0']);
});

test.each([
  ['an unsupported architecture', { model_type: 'llama', architectures: ['LlamaForCausalLM'] }, 'architecture LlamaForCausalLM'],
  ['quantized weights', { quantization_config: { bits: 4 } }, 'quantization_config'],
])('a look-up fails on %s, with its name and a remedy', async (_what, changes, named) => {
  const config = JSON.parse(new TextDecoder().decode(remote.served.get('config.json')));
  remote.served.set('config.json', bytesOf({ ...config, ...changes }));
  await expect(find(remote)).rejects.toMatchObject({
    failure: { reason: 'model_unsupported', values: { what: expect.stringContaining(named) }, remedy: expect.stringContaining('Qwen3') },
  });
  expect(remote.asked.some((each) => each.includes('-of-'))).toBe(false);
});

test('a look-up of an adapter finds its base model, and fails on settings that are not supported', async () => {
  const config = writeAdapterConfig(defaultLoraSettings, 'owner/base');
  const adapter = memoryHub(
    'someone/weather',
    new Map([
      [ADAPTER_CONFIG, new TextEncoder().encode(config)],
      [ADAPTER_WEIGHTS, new Uint8Array(8)],
    ]),
  );
  expect(await find(adapter)).toMatchObject({ kind: 'adapter', settings: defaultLoraSettings, baseName: 'owner/base' });
  expect(adapter.asked).toEqual(['listing 0', `${ADAPTER_CONFIG} 0`]);
  adapter.served.set(ADAPTER_CONFIG, bytesOf({ ...JSON.parse(config), use_dora: true }));
  await expect(find(adapter)).rejects.toMatchObject({ failure: { reason: 'adapter_setting', values: { name: 'use_dora' } } });
});
