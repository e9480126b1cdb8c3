import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { strToU8, zipSync } from 'fflate';
import { beforeEach, describe, expect, test } from 'vitest';
import { isBuiltIn } from '../../../core/built-in-models';
import { initialWeights, type NamedTensor, parseModelConfig, writeSafetensors } from '../../../core/weights';
import { memoryFiles } from '../../../storage/memory-files';
import type { Database } from '../../../storage/schema';
import type { DataCalls, ImportFile } from '../../protocol';
import { dataCalls, type TestCalls } from '../../testing/calls';
import { testContext } from '../../testing/data-context';
import { readAsset } from '../../testing/page-assets';
import { listModels, modelConfigText, modelFiles } from './model-files';

const fromZeroFolder = new URL('../../../../public/models/from-zero/', import.meta.url);
const text = (name: string) => readFile(new URL(name, fromZeroFolder), 'utf8');

let contents: Map<string, Uint8Array<ArrayBuffer>>;
let data: TestCalls<DataCalls>;
let database: Database;
let folder: Record<string, Uint8Array<ArrayBuffer>>;
let tensors: NamedTensor[];
let count = 0;

beforeEach(async () => {
  count += 1;
  contents = new Map();
  const context = await testContext({ databaseName: `models-${count}`, readAsset, files: memoryFiles(contents) });
  database = context.database;
  data = dataCalls(context);
  tensors = initialWeights(parseModelConfig(await text('config.json')), 1);
  folder = { 'model.safetensors': writeSafetensors(tensors, { format: 'pt' }) };
  for (const name of ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'generation_config.json']) {
    folder[name] = strToU8(await text(name));
  }
});

const files = (prefix = ''): ImportFile[] =>
  Object.entries(folder).map(([name, bytes]) => ({ name: prefix + name, file: new Blob([bytes]) }));
const add = (given: readonly ImportFile[]) => data.addModel({ files: given });
const zipped = (entries: Record<string, Uint8Array>): ImportFile[] => [{ name: 'model.zip', file: new Blob([zipSync(entries)]) }];

/** Calls `onRead` when the content of the file is read. */
function watch(file: Blob, onRead: () => void): Blob {
  const stream = file.stream.bind(file);
  return Object.assign(file, {
    stream: () => {
      onRead();
      return stream();
    },
  });
}

/** Requires that adding the files fails and leaves nothing behind. @returns the message */
async function failureOf(given: readonly ImportFile[]): Promise<string> {
  const error = await add(given).catch((reason: unknown) => reason);
  expect([...contents.keys()]).toEqual([]);
  expect(await data.listModels(null)).toHaveLength(2);
  expect(error).toMatchObject({ name: 'AppError' });
  return error instanceof Error ? error.message : '';
}

describe('models', () => {
  test('the built-in models are always listed and cannot be deleted', async () => {
    const [starter, fromZero, ...others] = await data.listModels(null);
    expect(starter).toMatchObject({ id: 'starter', architecture: 'qwen3', fromZero: false, hasChatTemplate: true });
    expect(fromZero).toMatchObject({ id: 'from-zero', architecture: 'qwen3', fromZero: true, hasChatTemplate: true });
    expect(others).toEqual([]);
    for (const modelId of ['starter', 'from-zero']) {
      await expect(data.deleteModel({ modelId })).rejects.toThrow('cannot be deleted');
    }
  });

  test('the starter’s weights are fetched when they are first needed, and kept', async () => {
    const asked: string[] = [];
    const reading = (path: string) => {
      asked.push(path.split('/').at(-1) ?? '');
      return readAsset(path);
    };
    const open = async (name: string) => {
      asked.length = 0;
      return testContext({ databaseName: name, readAsset: reading, files: memoryFiles(contents) });
    };
    const first = await open('starter-first');
    const [summary] = await listModels(first);
    await first.tokenizer('starter');
    await modelConfigText(first, 'starter');
    expect(asked).toContain('tokenizer.json');
    expect(asked).not.toContain('model.safetensors');
    const seen: string[] = [];
    const { weights, sha256 } = await modelFiles(first, 'starter', 1, ({ phase }) => seen.push(phase));
    expect(asked.filter((name) => name === 'model.safetensors')).toHaveLength(1);
    expect(new Set(seen)).toEqual(new Set(['fetch']));
    const kept = contents.get(weights[0] ?? '');
    expect(kept?.length).toBe(summary?.bytes);
    expect(sha256).toEqual([
      createHash('sha256')
        .update(kept ?? '')
        .digest('hex'),
    ]);
    const second = await open('starter-second');
    await modelFiles(second, 'starter', 1);
    await second.tokenizer('starter');
    expect(asked).not.toContain('model.safetensors');
    expect(asked).not.toContain('tokenizer.json');
  });

  test('a folder, its zip and a zip of its parent folder can be added, and deleting a model deletes its files', async () => {
    const { model } = await add(files('Qwen3-tiny/'));
    expect(model).toMatchObject({
      name: 'Qwen3-tiny',
      fromZero: false,
      parameters: tensors.reduce((sum, tensor) => sum + tensor.data.length, 0),
    });
    await add(zipped(folder));
    const nested = Object.fromEntries(Object.entries(folder).map(([name, bytes]) => [`my-model/${name}`, bytes]));
    expect((await add(zipped({ ...nested, 'my-model/.DS_Store': strToU8('x'), 'notes.txt': strToU8('x') }))).model.name).toBe('my-model');
    for (const { id } of await data.listModels(null)) {
      if (!isBuiltIn(id)) await data.deleteModel({ modelId: id });
    }
    expect([...contents.keys()]).toEqual([]);
  });

  test('inspecting a folder or its zip reads no weights and copies nothing', async () => {
    const bytes = Object.values(folder).reduce((sum, each) => sum + each.length, 0);
    let read = false;
    const given = files('tiny/').map(({ name, file }) => ({
      name,
      file: name.endsWith('.safetensors') ? watch(file, () => (read = true)) : file,
    }));
    const inspect = (chosen: readonly ImportFile[]) => data.inspectModel({ files: chosen });
    expect(await inspect(given)).toMatchObject({ kind: 'model', config: parseModelConfig(await text('config.json')), bytes });
    expect(read).toBe(false);
    expect(await inspect(zipped(folder))).toMatchObject({ kind: 'model', bytes });
    folder['config.json'] = strToU8('{"model_type": "gemma3", "architectures": ["Gemma3ForCausalLM"]}');
    await expect(inspect(files())).rejects.toMatchObject({ failure: { reason: 'model_unsupported' } });
    expect([...contents.keys()]).toEqual([]);
  });

  test('a model may have its weights in several files', async () => {
    const { 'model.safetensors': _whole, ...rest } = folder;
    const shards = {
      'model-00001-of-00002.safetensors': writeSafetensors(tensors.slice(0, 5), { format: 'pt' }),
      'model-00002-of-00002.safetensors': writeSafetensors(tensors.slice(5), { format: 'pt' }),
    };
    folder = { ...rest, ...shards };
    expect((await add(files())).model.architecture).toBe('qwen3');
    folder = { ...rest, 'model-00001-of-00002.safetensors': shards['model-00001-of-00002.safetensors'] };
    await expect(add(files())).rejects.toThrow('model-00002-of-00002.safetensors is missing');
  });

  test('shards with an index must have each tensor where the index says, and no further file', async () => {
    const { 'model.safetensors': _whole, ...rest } = folder;
    const [first, second] = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'] as const;
    const map = Object.fromEntries(tensors.map(({ name }, index) => [name, index < 5 ? first : second]));
    const index = (changed: object) => strToU8(JSON.stringify({ metadata: {}, weight_map: { ...map, ...changed } }));
    const shards = {
      [first]: writeSafetensors(tensors.slice(0, 5), { format: 'pt' }),
      [second]: writeSafetensors(tensors.slice(5), { format: 'pt' }),
      'model.safetensors.index.json': index({}),
    };
    folder = { ...rest, ...shards, 'adapter_model.safetensors': shards[first] };
    expect(await failureOf(files())).toContain('adapter_model.safetensors is not named in model.safetensors.index.json');
    folder = { ...rest, ...shards, 'model.safetensors.index.json': index({ 'model.norm.weight': first }) };
    expect(await failureOf(files())).toContain(`Tensor model.norm.weight is in ${second}, but the index names ${first}`);
    folder = { ...rest, ...shards };
    const { id } = (await add(files())).model;
    const stored = await database.get('models', id);
    expect(stored?.origin).toEqual({ kind: 'folder' });
    for (const [name, bytes] of Object.entries(folder)) {
      expect(stored?.sha256?.[`models/${id}/${name}`]).toBe(createHash('sha256').update(bytes).digest('hex'));
    }
  });

  test('a model that config.json rules out fails before its weights are copied', async () => {
    folder['config.json'] = strToU8((await text('config.json')).replace('"qwen3"', '"llama"'));
    const read: string[] = [];
    const watched = files().map((given) => ({ ...given, file: watch(given.file, () => read.push(given.name)) }));
    expect(await failureOf(watched)).toContain('not supported');
    expect(read).not.toContain('model.safetensors');
    expect(read).toContain('config.json');
  });

  test('an error names the tensor that is missing, unknown or has another shape', async () => {
    const weights = (changed: NamedTensor[]) => {
      folder['model.safetensors'] = writeSafetensors(changed, { format: 'pt' });
      return failureOf(files());
    };
    expect(await weights(tensors.slice(0, -1))).toContain('Tensor model.norm.weight is missing');
    expect(await weights(tensors.map((one) => (one.name === 'model.norm.weight' ? { ...one, shape: [8, 8] } : one)))).toContain(
      'Tensor model.norm.weight has shape [8, 8], but config.json requires [64]',
    );
    const stranger = { name: 'stranger', shape: [1], data: new Float32Array(1) };
    expect(await weights([...tensors, stranger])).toContain('Tensor stranger is not part of this model');
  });

  test('a file that is cut or has a wrong header is an error', async () => {
    const whole = folder['model.safetensors'] ?? new Uint8Array();
    folder['model.safetensors'] = whole.slice(0, -4);
    expect(await failureOf(files())).toContain('the file has');
    const lying = whole.slice();
    new DataView(lying.buffer).setBigUint64(0, 1n << 40n, true);
    folder['model.safetensors'] = lying;
    expect(await failureOf(files())).toContain('larger than the limit');
  });

  test('a missing file or an unsupported architecture is an error', async () => {
    expect(await failureOf(files().filter(({ name }) => name !== 'config.json'))).toContain('no config.json');
    expect(await failureOf(files().filter(({ name }) => name !== 'tokenizer.json'))).toContain('no tokenizer.json');
    expect(await failureOf(files().filter(({ name }) => !name.endsWith('.safetensors')))).toContain('no .safetensors');
    folder['config.json'] = strToU8((await text('config.json')).replace('"qwen3"', '"llama"'));
    expect(await failureOf(files())).toContain('not supported');
  });

  test('a path that leaves the folder is an error before anything is written', async () => {
    expect(await failureOf(zipped({ ...folder, '../evil.txt': strToU8('x') }))).toContain('leaves the folder');
    expect(await failureOf(files('../'))).toContain('leaves the folder');
  });
});
