import { describe, expect, test } from 'vitest';
import {
  checkModelName,
  connectSources,
  fileAddress,
  hubAt,
  knownHubs,
  listingAddress,
  mainBranch,
  needsIndex,
  parseListing,
  wantedFiles,
} from '.';

const { huggingface, modelscope } = knownHubs;
const digest = 'a'.repeat(64);
const commit = '0123456789abcdef0123456789abcdef01234567';

describe('a hub address', () => {
  test.each([
    ['hub.example.org', 'https://hub.example.org'],
    ['https://hub.example.org/mirror/', 'https://hub.example.org/mirror'],
    ['http://localhost:8123', 'http://localhost:8123'],
    ['http://127.0.0.1:8123/', 'http://127.0.0.1:8123'],
  ])('%s is accepted', (text, address) => {
    expect(hubAt(text, '')).toEqual({ address, layout: 'huggingface', alsoFrom: [] });
  });

  test.each([
    'http://hub.example.org',
    'ftp://hub.example.org',
    'https://name:word@hub.example.org',
    'https://hub.example.org/?q=1',
    '',
    '//',
  ])('%j is rejected', (text) => {
    expect(() => hubAt(text, '')).toThrow('not a hub address');
  });

  test('accepts hosts of redirects as sources, but nothing that would widen the policy', () => {
    const hub = hubAt('hub.example.org', 'cdn.example.org, *.files.example.org http://localhost:9000');
    expect(connectSources(hub)).toEqual([
      'https://hub.example.org',
      'https://cdn.example.org',
      'https://*.files.example.org',
      'http://localhost:9000',
    ]);
    for (const others of ['*', 'https:', "'self'", 'http://cdn.example.org', 'a;script-src *', '*.*.org']) {
      expect(() => hubAt('hub.example.org', others)).toThrow('not a hub address');
    }
  });

  test('recognizes ModelScope by its name', () => {
    expect(hubAt('modelscope.cn', '').layout).toBe('modelscope');
    expect(hubAt('notmodelscope.cn', '').layout).toBe('huggingface');
  });
});

describe('addresses and names of a hub', () => {
  test('follow Hugging Face and ModelScope', () => {
    expect(listingAddress(huggingface, 'Qwen/Qwen3-0.6B', 'main')).toBe(
      'https://huggingface.co/api/models/Qwen/Qwen3-0.6B/revision/main?blobs=true',
    );
    expect(fileAddress(huggingface, 'Qwen/Qwen3-0.6B', commit, 'model.safetensors')).toBe(
      `https://huggingface.co/Qwen/Qwen3-0.6B/resolve/${commit}/model.safetensors`,
    );
    expect(listingAddress(modelscope, 'Qwen/Qwen3-0.6B', 'master')).toBe(
      'https://www.modelscope.cn/api/v1/models/Qwen/Qwen3-0.6B/repo/files?Revision=master&Recursive=true',
    );
    expect(fileAddress(modelscope, 'Qwen/Qwen3-0.6B', 'master', 'a b/config.json')).toBe(
      'https://www.modelscope.cn/models/Qwen/Qwen3-0.6B/resolve/master/a%20b/config.json',
    );
  });

  test('keep a revision with a slash in one part of the path', () => {
    expect(listingAddress(huggingface, 'a/b', 'refs/pr/1')).toContain('/revision/refs%2Fpr%2F1?');
  });

  test.each(['', 'a/b/c', '../b', 'a/..', 'a b/c', 'a/b?x', '/b', 'a/'])('reject the model name %j', (name) => {
    expect(() => checkModelName(name)).toThrow('not a model name');
  });

  test('know the default branch of each hub', () => {
    expect(Object.values(knownHubs).map(mainBranch)).toEqual(['main', 'main', 'master']);
  });

  test('accept model names of hubs', () => {
    for (const name of ['Qwen/Qwen3-0.6B', 'gpt2', 'a_b/c.d-e']) expect(() => checkModelName(name)).not.toThrow();
  });
});

describe('a listing', () => {
  test('of Hugging Face has the commit, sizes, SHA-256 of files in LFS, and git’s hash of others', () => {
    const siblings = [
      { rfilename: 'config.json', size: 726, blobId: commit },
      { rfilename: 'vocab.json', size: 9, blobId: 'x' },
      { rfilename: 'merges.txt', size: 9 },
      { rfilename: 'model.safetensors', size: 8, blobId: commit, lfs: { sha256: digest, size: 8, pointerSize: 135 } },
    ];
    expect(parseListing(huggingface, JSON.stringify({ sha: commit, siblings }), 'main')).toEqual({
      commit,
      files: [
        { path: 'config.json', bytes: 726, sha256: null, gitBlob: commit },
        { path: 'vocab.json', bytes: 9, sha256: null },
        { path: 'merges.txt', bytes: 9, sha256: null },
        { path: 'model.safetensors', bytes: 8, sha256: digest },
      ],
    });
  });

  test('of ModelScope has every file with its SHA-256, and no folders', () => {
    const Files = [
      { Path: 'config.json', Type: 'blob', Size: 5, Sha256: digest },
      { Path: 'tokenizer.json', Type: 'blob', Size: 6, Sha256: digest.toUpperCase() },
      { Path: 'assets', Type: 'tree', Size: 0, Sha256: '' },
    ];
    expect(parseListing(modelscope, JSON.stringify({ Code: 200, Data: { Files } }), 'master')).toEqual({
      commit: 'master',
      files: [
        { path: 'config.json', bytes: 5, sha256: digest },
        { path: 'tokenizer.json', bytes: 6, sha256: digest },
      ],
    });
  });

  test.each(['<html>', '{}', JSON.stringify({ sha: commit, siblings: [{ rfilename: 'a' }] })])('is not %s', (text) => {
    expect(() => parseListing(huggingface, text, 'main')).toThrow('not a list of files');
  });
});

describe('the files to download', () => {
  const small = ['config.json', 'tokenizer.json', 'model.safetensors.index.json'];
  const files = (...paths: string[]) => paths.map((path) => ({ path, bytes: 1, sha256: null }));
  const paths = (found: readonly { path: string }[]) => found.map(({ path }) => path);

  test('are small files first, then a single weights file rather than shards, and nothing else', () => {
    const all = files('model.safetensors', 'README.md', 'onnx/model.onnx', 'tokenizer.json', 'config.json', 'model.safetensors.index.json');
    expect(needsIndex(all)).toBe(false);
    expect(paths(wantedFiles(all, small, null))).toEqual(['config.json', 'tokenizer.json', 'model.safetensors']);
  });

  test('are the shards that the index names, and no others', () => {
    const all = files('config.json', 'model.safetensors.index.json', 'b.safetensors', 'a.safetensors', 'other.safetensors');
    const map = new Map([
      ['x', 'b.safetensors'],
      ['y', 'a.safetensors'],
    ]);
    expect(needsIndex(all)).toBe(true);
    expect(paths(wantedFiles(all, small, map))).toEqual(['config.json', 'model.safetensors.index.json', 'a.safetensors', 'b.safetensors']);
    expect(() => wantedFiles(files('config.json', 'a.safetensors'), small, map)).toThrow('b.safetensors is missing');
  });

  test('cannot be chosen for a model without config.json or safetensors', () => {
    expect(() => wantedFiles(files('model.safetensors'), small, null)).toThrow('no config.json');
    expect(() => wantedFiles(files('config.json', 'model.gguf'), small, null)).toThrow('no safetensors');
  });
});
