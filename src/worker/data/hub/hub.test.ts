import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../../core/failure';
import { fileAddress, hubAt, listingAddress } from '../../../core/hub';
import { initialWeights, parseModelConfig, writeSafetensors } from '../../../core/weights';
import { memoryFiles } from '../../../storage/memory-files';
import type { DataContext } from '../context';
import { modelIdOf } from '../model-id';
import { testContext } from '../test-context';
import { discardDownload, downloadModel } from './download-model';
import { type HubFetch, networkFailure } from './fetch';
import { lookUpModel } from './look-up';

const fromZeroFolder = new URL('../../../../public/models/from-zero/', import.meta.url);
const hub = hubAt('http://localhost:1', '');
const name = 'owner/tiny';
const commit = 'c'.repeat(40);
const wanted = { hub, name, revision: 'main' };
const [first, second] = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'] as const;
const PART = 10_000;

const silent = () => undefined;
let signal: AbortSignal;
let stop: () => void;
let contents: Map<string, Uint8Array<ArrayBuffer>>;
let context: DataContext;
let served: Map<string, Uint8Array<ArrayBuffer>>;
/** `file from` of every request, in order. */
let asked: string[];
let waits: number[];
/** Called before each part; throws to break off. */
let onPart: (file: string, at: number) => void;
let ranges: boolean;
let count = 0;

const wait = async (milliseconds: number) => void waits.push(milliseconds);
const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
/** As `git hash-object` names a file. */
const gitBlob = (bytes: Uint8Array) => createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');

beforeEach(async () => {
  const controller = new AbortController();
  signal = controller.signal;
  stop = () => controller.abort();
  count += 1;
  contents = new Map();
  asked = [];
  waits = [];
  onPart = silent;
  ranges = true;
  const files = memoryFiles(contents);
  context = await testContext({ databaseName: `hub-${count}`, readAsset: async () => new Blob(), files });
  served = new Map();
  for (const file of ['config.json', 'tokenizer.json', 'tokenizer_config.json']) {
    served.set(file, new Uint8Array(await readFile(new URL(file, fromZeroFolder))));
  }
  const tensors = initialWeights(parseModelConfig(await readFile(new URL('config.json', fromZeroFolder), 'utf8')), 1);
  served.set(first, writeSafetensors(tensors.slice(0, 5), {}));
  served.set(second, writeSafetensors(tensors.slice(5), {}));
  const map = Object.fromEntries(tensors.map((tensor, index) => [tensor.name, index < 5 ? first : second]));
  served.set('model.safetensors.index.json', new TextEncoder().encode(JSON.stringify({ weight_map: map })));
});

function listing(): Uint8Array<ArrayBuffer> {
  const siblings = [...served].map(([rfilename, bytes]) => ({
    rfilename,
    size: bytes.length,
    ...(rfilename.endsWith('.safetensors') ? { blobId: '0'.repeat(40), lfs: { sha256: digest(bytes) } } : { blobId: gitBlob(bytes) }),
  }));
  return new TextEncoder().encode(JSON.stringify({ sha: commit, siblings }));
}

/** A hub in memory, with parts of {@link PART} bytes. */
const fetch: HubFetch = async (url, from) => {
  const file = [...served.keys()].find((path) => url === fileAddress(hub, name, commit, path));
  const whole = url === listingAddress(hub, name, 'main') ? listing() : served.get(file ?? '');
  asked.push(`${file ?? 'listing'} ${from}`);
  const start = ranges ? from : 0;
  async function* parts() {
    for (let at = start; whole && at < whole.length; at += PART) {
      onPart(file ?? 'listing', at);
      yield whole.slice(at, at + PART);
    }
  }
  return { status: whole ? (start > 0 ? 206 : 200) : 404, parts: parts() };
};

const broken = () => networkFailure('hub_unreachable', 'broke off', { host: 'localhost' });
const lookUp = () => lookUpModel(fetch, wanted, wait, signal);
const download = async () => downloadModel(context, { model: await lookUp(), fetch, wait }, silent, signal);
const reasonOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? (error.failure.reason ?? error.failure.code) : String(error)),
  );

describe('a model of a hub', () => {
  test('is fetched at the commit, proved, listed, and found by name and revision', async () => {
    const model = await download();
    expect(model).toMatchObject({ name, origin: { kind: 'hub', address: hub.address, name, revision: 'main', commit } });
    const stored = await context.database.get('models', model.id);
    for (const [path, bytes] of served) expect(stored?.sha256?.[`models/${model.id}/${path}`]).toBe(digest(bytes));
    expect(await context.database.getAll('downloads')).toEqual([]);
    for (const revision of ['main', commit]) {
      expect(await modelIdOf(context.database, { model: { hub: name, revision } })).toBe(model.id);
    }
    expect(await reasonOf(modelIdOf(context.database, { model: { hub: name, revision: 'other' } }))).toBe('hub_not_stored');
  });

  test('an error in the middle is tried again, from the byte it broke off at', async () => {
    let failures = 2;
    onPart = (file, at) => {
      if (file === second && at >= 2 * PART && failures-- > 0) throw broken();
    };
    await download();
    expect(asked.filter((each) => each.startsWith(second))).toEqual([`${second} 0`, `${second} ${2 * PART}`, `${second} ${2 * PART}`]);
    expect(waits).toEqual([500, 2_000]);
  });

  test('patience ends; the next call goes on with what is here', async () => {
    onPart = (file, at) => {
      if (file === second && at >= PART) throw broken();
    };
    expect(await reasonOf(download())).toBe('hub_unreachable');
    expect(waits).toEqual([500, 2_000, 5_000, 15_000]);
    const [note] = await context.database.getAll('downloads');
    expect(contents.get(`models/${note?.id}/${second}`)?.length).toBe(PART);
    onPart = silent;
    asked = [];
    expect((await download()).id).toBe(note?.id);
    expect(asked).not.toContain(`${first} 0`);
    expect(asked).toContain(`${second} ${PART}`);
  });

  test('stopped and begun again: only the rest is fetched', async () => {
    onPart = (file, at) => {
      if (file !== first || at < PART) return;
      stop();
      throw new AppError({ code: 'aborted', message: 'Stopped.' });
    };
    expect(await reasonOf(download())).toBe('aborted');
    onPart = silent;
    signal = new AbortController().signal;
    await download();
    expect(asked.filter((each) => each.startsWith(first))).toEqual([`${first} 0`, `${first} ${PART}`]);
  });

  test('a hub without ranges sends the file from its beginning', async () => {
    ranges = false;
    let failed = false;
    onPart = (file, at) => {
      if (file !== first || at < PART || failed) return;
      failed = true;
      throw broken();
    };
    expect((await download()).name).toBe(name);
  });

  test('a torn rest of an earlier visit is found by the hash, deleted and fetched anew', async () => {
    const model = await lookUp();
    await context.database.put('downloads', { id: 'torn', model, startedAt: 0 });
    contents.set(`models/torn/${first}`, new Uint8Array(PART));
    expect((await downloadModel(context, { model, fetch, wait }, silent, signal)).id).toBe('torn');
    expect(asked.filter((each) => each.startsWith(first))).toEqual([`${first} ${PART}`, `${first} 0`]);
  });

  test('a file of another content or size is named', async () => {
    const model = await lookUp();
    const whole = served.get(second) ?? new Uint8Array();
    served.set(
      second,
      whole.map((byte, at) => (at === whole.length - 1 ? byte ^ 1 : byte)),
    );
    expect(await reasonOf(downloadModel(context, { model, fetch, wait }, silent, signal))).toBe('hub_hash');
    served.set(second, new Uint8Array([...whole, 0]));
    expect(await reasonOf(downloadModel(context, { model, fetch, wait }, silent, signal))).toBe('hub_size');
    served.set(second, whole.slice(0, -1));
    await discardDownload(context, (await context.database.getAll('downloads'))[0]?.id ?? '');
    expect(await reasonOf(downloadModel(context, { model, fetch, wait }, silent, signal))).toBe('hub_cut');
  });

  test('a small file of another content is told by git’s own hash, and fetched anew', async () => {
    const file = 'tokenizer_config.json';
    const model = await lookUp();
    const right = served.get(file) ?? new Uint8Array();
    served.set(
      file,
      right.map((byte, index) => (index === 1 ? byte ^ 1 : byte)),
    );
    expect(await reasonOf(downloadModel(context, { model, fetch, wait }, silent, signal))).toBe('hub_hash');
    expect([...contents.keys()].filter((path) => path.endsWith(file))).toEqual([]);
    served.set(file, right);
    asked = [];
    await downloadModel(context, { model, fetch, wait }, silent, signal);
    // What was proved before is not fetched again.
    expect(asked).toEqual([file, 'model.safetensors.index.json', first, second].map((each) => `${each} 0`));
  });

  test('what cannot be used is told before the weights are fetched, and nothing stays', async () => {
    served.set('config.json', new TextEncoder().encode('{"model_type": "llama", "architectures": ["LlamaForCausalLM"]}'));
    await expect(download()).rejects.toThrow('LlamaForCausalLM');
    expect(asked.some((each) => each.includes('-of-'))).toBe(false);
    expect([...contents.keys()]).toEqual([]);
    expect(await context.database.getAll('downloads')).toEqual([]);
  });

  test('a lying header is named with its file, and nothing stays', async () => {
    const whole = served.get(second) ?? new Uint8Array();
    const lying = whole.slice();
    new DataView(lying.buffer).setBigUint64(0, 1n << 40n, true);
    served.set(second, lying);
    const error = await download().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ failure: { place: { file: second } } });
    expect([...contents.keys()]).toEqual([]);
  });

  test('a shard that the hub lacks is named before anything is fetched', async () => {
    served.delete(second);
    await expect(download()).rejects.toThrow(`${second} is missing`);
    expect([...contents.keys()]).toEqual([]);
  });

  test('nothing at this name: said at once, without further tries', async () => {
    expect(await reasonOf(lookUpModel(fetch, { ...wanted, revision: 'gone' }, wait, signal))).toBe('hub_absent');
    expect(waits).toEqual([]);
  });
});
