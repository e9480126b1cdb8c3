import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../../core/failure';
import type { HubModel } from '../../../core/hub';
import { memoryFiles } from '../../../storage/memory-files';
import { quietJob } from '../../testing/calls';
import { testContext } from '../../testing/data-context';
import { type MemoryHub, memoryHub, PART, SHARDS, sha256, tinyModel } from '../../testing/memory-hub';
import { modelIdOf } from '../models/model-id';
import type { DataContext } from '../project/context';
import { downloadModel } from './download-model';
import { discardDownload } from './download-notes';
import { networkFailure } from './fetch';
import { lookUpModel } from './look-up';

const name = 'owner/tiny';
const [first, second] = SHARDS;

let signal: AbortSignal;
let stop: () => void;
let contents: Map<string, Uint8Array<ArrayBuffer>>;
let context: DataContext;
let remote: MemoryHub;
let waits: number[];
let count = 0;

const wait = async (milliseconds: number) => void waits.push(milliseconds);

beforeEach(async () => {
  const controller = new AbortController();
  signal = controller.signal;
  stop = () => controller.abort();
  count += 1;
  contents = new Map();
  waits = [];
  const files = memoryFiles(contents);
  context = await testContext({ databaseName: `hub-${count}`, readAsset: async () => new Blob(), files });
  remote = memoryHub(name, await tinyModel());
});

const broken = () => networkFailure('hub_unreachable', 'connection broke', { host: 'localhost' });
const lookUp = (revision = 'main') => lookUpModel(remote.fetch, { hub: remote.hub, name, revision }, wait, signal);
const download = async () => fetchAll(await lookUp());
const fetchAll = async (model: HubModel) =>
  (await downloadModel(context, { model, fetch: remote.fetch, wait }, { ...quietJob, signal })).model;
const reasonOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? (error.failure.reason ?? error.failure.code) : String(error)),
  );

describe('a model from a hub', () => {
  test('a model is downloaded at the commit, verified, added, and found by name and revision', async () => {
    const model = await download();
    expect(model).toMatchObject({
      name,
      origin: { kind: 'hub', address: remote.hub.address, name, revision: 'main', commit: remote.commit },
    });
    const stored = await context.database.get('models', model.id);
    for (const [path, bytes] of remote.served) expect(stored?.sha256?.[`models/${model.id}/${path}`]).toBe(sha256(bytes));
    expect(await context.database.getAll('downloads')).toEqual([]);
    for (const revision of ['main', remote.commit]) {
      expect(await modelIdOf(context.database, { model: { hub: name, revision } })).toBe(model.id);
    }
    expect(await reasonOf(modelIdOf(context.database, { model: { hub: name, revision: 'other' } }))).toBe('hub_not_stored');
  });

  test('a download that breaks is tried again from the byte where it broke', async () => {
    let failures = 2;
    remote.onPart = (file, at) => {
      if (file === second && at >= 2 * PART && failures-- > 0) throw broken();
    };
    await download();
    expect(remote.asked.filter((each) => each.startsWith(second))).toEqual([
      `${second} 0`,
      `${second} ${2 * PART}`,
      `${second} ${2 * PART}`,
    ]);
    expect(waits).toEqual([500, 2_000]);
  });

  test('a download gives up after several failures, and the next call continues from what is stored', async () => {
    remote.onPart = (file, at) => {
      if (file === second && at >= PART) throw broken();
    };
    expect(await reasonOf(download())).toBe('hub_unreachable');
    expect(waits).toEqual([500, 2_000, 5_000, 15_000]);
    const [note] = await context.database.getAll('downloads');
    expect(contents.get(`models/${note?.id}/${second}`)?.length).toBe(PART);
    remote.onPart = () => undefined;
    remote.asked = [];
    expect((await download()).id).toBe(note?.id);
    expect(remote.asked).not.toContain(`${first} 0`);
    expect(remote.asked).toContain(`${second} ${PART}`);
  });

  test('a download that was stopped fetches only the remaining part when it is started again', async () => {
    remote.onPart = (file, at) => {
      if (file !== first || at < PART) return;
      stop();
      throw new AppError({ code: 'aborted', message: 'Stopped.' });
    };
    expect(await reasonOf(download())).toBe('aborted');
    remote.onPart = () => undefined;
    signal = new AbortController().signal;
    await download();
    expect(remote.asked.filter((each) => each.startsWith(first))).toEqual([`${first} 0`, `${first} ${PART}`]);
  });

  test('a download from a hub without ranges starts from the beginning after it broke', async () => {
    remote.ranges = false;
    let failed = false;
    remote.onPart = (file, at) => {
      if (file !== first || at < PART || failed) return;
      failed = true;
      throw broken();
    };
    expect((await download()).name).toBe(name);
  });

  test('a torn file of an earlier visit is detected by its hash, deleted and fetched again', async () => {
    const model = await lookUp();
    await context.database.put('downloads', { id: 'torn', model, startedAt: 0 });
    contents.set(`models/torn/${first}`, new Uint8Array(PART));
    expect((await fetchAll(model)).id).toBe('torn');
    expect(remote.asked.filter((each) => each.startsWith(first))).toEqual([`${first} ${PART}`, `${first} 0`]);
  });

  test('a file with another content or size is an error', async () => {
    const model = await lookUp();
    const whole = remote.served.get(second) ?? new Uint8Array();
    remote.served.set(
      second,
      whole.map((byte, at) => (at === whole.length - 1 ? byte ^ 1 : byte)),
    );
    expect(await reasonOf(fetchAll(model))).toBe('hub_hash');
    remote.served.set(second, new Uint8Array([...whole, 0]));
    expect(await reasonOf(fetchAll(model))).toBe('hub_size');
    remote.served.set(second, whole.slice(0, -1));
    await discardDownload(context, (await context.database.getAll('downloads'))[0]?.id ?? '');
    expect(await reasonOf(fetchAll(model))).toBe('hub_cut');
  });

  test('a small file with another content is detected by its git hash and fetched again', async () => {
    const file = 'tokenizer_config.json';
    const model = await lookUp();
    const right = remote.served.get(file) ?? new Uint8Array();
    remote.served.set(
      file,
      right.map((byte, index) => (index === 1 ? byte ^ 1 : byte)),
    );
    expect(await reasonOf(fetchAll(model))).toBe('hub_hash');
    expect([...contents.keys()].filter((path) => path.endsWith(file))).toEqual([]);
    remote.served.set(file, right);
    remote.asked = [];
    await fetchAll(model);
    // Verified files are not fetched again.
    expect(remote.asked).toEqual([file, 'model.safetensors.index.json', first, second].map((each) => `${each} 0`));
  });

  test('a model that cannot be used is an error before its weights are fetched, and leaves nothing behind', async () => {
    remote.served.set('config.json', new TextEncoder().encode('{"model_type": "llama", "architectures": ["LlamaForCausalLM"]}'));
    await expect(download()).rejects.toThrow('LlamaForCausalLM');
    expect(remote.asked.some((each) => each.includes('-of-'))).toBe(false);
    expect([...contents.keys()]).toEqual([]);
    expect(await context.database.getAll('downloads')).toEqual([]);
  });

  test('a file with a wrong header is an error that names it, and leaves nothing behind', async () => {
    const whole = remote.served.get(second) ?? new Uint8Array();
    const wrong = whole.slice();
    new DataView(wrong.buffer).setBigUint64(0, 1n << 40n, true);
    remote.served.set(second, wrong);
    const error = await download().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ failure: { place: { file: second } } });
    expect([...contents.keys()]).toEqual([]);
  });

  test('a shard that the hub lacks is an error before anything is fetched', async () => {
    remote.served.delete(second);
    await expect(download()).rejects.toThrow(`${second} is missing`);
    expect([...contents.keys()]).toEqual([]);
  });

  test('an unknown name is an error at once, without further attempts', async () => {
    expect(await reasonOf(lookUp('gone'))).toBe('hub_absent');
    expect(waits).toEqual([]);
  });
});
