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

describe('a hub that was typed in', () => {
  test.each([
    ['hub.example.org', 'https://hub.example.org'],
    ['https://hub.example.org/mirror/', 'https://hub.example.org/mirror'],
    ['http://localhost:8123', 'http://localhost:8123'],
    ['http://127.0.0.1:8123/', 'http://127.0.0.1:8123'],
  ])('%s', (text, address) => {
    expect(hubAt(text, '')).toEqual({ address, layout: 'huggingface', alsoFrom: [] });
  });

  test.each([
    'http://hub.example.org',
    'ftp://hub.example.org',
    'https://name:word@hub.example.org',
    'https://hub.example.org/?q=1',
    '',
    '//',
  ])('%j is refused', (text) => {
    expect(() => hubAt(text, '')).toThrow('no address of a hub');
  });

  test('hosts it sends on to become sources; what would widen the policy is refused', () => {
    const hub = hubAt('hub.example.org', 'cdn.example.org, *.files.example.org http://localhost:9000');
    expect(connectSources(hub)).toEqual([
      'https://hub.example.org',
      'https://cdn.example.org',
      'https://*.files.example.org',
      'http://localhost:9000',
    ]);
    for (const others of ['*', 'https:', "'self'", 'http://cdn.example.org', 'a;script-src *', '*.*.org']) {
      expect(() => hubAt('hub.example.org', others)).toThrow('no address of a hub');
    }
  });

  test('ModelScope is known by its name', () => {
    expect(hubAt('modelscope.cn', '').layout).toBe('modelscope');
    expect(hubAt('notmodelscope.cn', '').layout).toBe('huggingface');
  });
});

describe('addresses', () => {
  test('of Hugging Face and ModelScope', () => {
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

  test('a revision with a slash stays one part of the address', () => {
    expect(listingAddress(huggingface, 'a/b', 'refs/pr/1')).toContain('/revision/refs%2Fpr%2F1?');
  });

  test.each(['', 'a/b/c', '../b', 'a/..', 'a b/c', 'a/b?x', '/b', 'a/'])('%j is no name of a model', (name) => {
    expect(() => checkModelName(name)).toThrow('no name of a model');
  });

  test('the branch that a repository has by itself', () => {
    expect(Object.values(knownHubs).map(mainBranch)).toEqual(['main', 'main', 'master']);
  });

  test('names as hubs give them', () => {
    for (const name of ['Qwen/Qwen3-0.6B', 'gpt2', 'a_b/c.d-e']) expect(() => checkModelName(name)).not.toThrow();
  });
});

describe('what a hub says of a model', () => {
  test('Hugging Face: the commit, sizes, SHA-256 of files in LFS, and git’s hash of the others', () => {
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

  test('ModelScope: every file with its SHA-256, folders left out', () => {
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

  test.each(['<html>', '{}', JSON.stringify({ sha: commit, siblings: [{ rfilename: 'a' }] })])('%s is no listing', (text) => {
    expect(() => parseListing(huggingface, text, 'main')).toThrow('no list of files');
  });
});

describe('which files are wanted', () => {
  const small = ['config.json', 'tokenizer.json', 'model.safetensors.index.json'];
  const files = (...paths: string[]) => paths.map((path) => ({ path, bytes: 1, sha256: null }));
  const paths = (found: readonly { path: string }[]) => found.map(({ path }) => path);

  test('single weights are preferred, small files come first, the rest stays there', () => {
    const all = files('model.safetensors', 'README.md', 'onnx/model.onnx', 'tokenizer.json', 'config.json', 'model.safetensors.index.json');
    expect(needsIndex(all)).toBe(false);
    expect(paths(wantedFiles(all, small, null))).toEqual(['config.json', 'tokenizer.json', 'model.safetensors']);
  });

  test('shards that the index names, and no other', () => {
    const all = files('config.json', 'model.safetensors.index.json', 'b.safetensors', 'a.safetensors', 'other.safetensors');
    const map = new Map([
      ['x', 'b.safetensors'],
      ['y', 'a.safetensors'],
    ]);
    expect(needsIndex(all)).toBe(true);
    expect(paths(wantedFiles(all, small, map))).toEqual(['config.json', 'model.safetensors.index.json', 'a.safetensors', 'b.safetensors']);
    expect(() => wantedFiles(files('config.json', 'a.safetensors'), small, map)).toThrow('b.safetensors is missing');
  });

  test('a model without config or safetensors is told of', () => {
    expect(() => wantedFiles(files('model.safetensors'), small, null)).toThrow('no config.json');
    expect(() => wantedFiles(files('config.json', 'model.gguf'), small, null)).toThrow('no safetensors');
  });
});
