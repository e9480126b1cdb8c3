import { expect, test } from 'vitest';
import { fileOfText, isModel, looksLikeRecipe, onlyRecipe, relativeToModel } from './dropped-files';

const named = (...names: string[]) => names.map((name) => ({ name, file: new Blob([name]) }));

test('a folder with config.json and safetensors is a model, rows are not', () => {
  expect(isModel(named('Qwen3/config.json', 'Qwen3/model.safetensors'))).toBe(true);
  expect(isModel(named('tuned.zip'))).toBe(true);
  expect(isModel(named('rows.jsonl', 'tools.json'))).toBe(false);
  expect(isModel(named('config.json', 'rows.jsonl'))).toBe(false);
});

test('paths of a model are relative to its config', () => {
  const files = relativeToModel(named('a/b/config.json', 'a/b/model.safetensors', 'a/readme.md'));
  expect(files.map((file) => file.name)).toEqual(['config.json', 'model.safetensors']);
});

test('pasted text is a file only when it looks like JSON', () => {
  expect(fileOfText(' {"a": 1}', 'pasted.jsonl')?.name).toBe('pasted.jsonl');
  expect(fileOfText('[]', 'x')).not.toBeNull();
  expect(fileOfText('hello', 'x')).toBeNull();
});

test('a recipe is one when it was dropped alone', () => {
  expect(onlyRecipe(named('config.yaml'))).not.toBeNull();
  expect(onlyRecipe(named('config.yaml', 'rows.jsonl'))).toBeNull();
  expect(onlyRecipe(named('rows.jsonl'))).toBeNull();
});

test('pasted text is a recipe when it has one of its sections', () => {
  expect(looksLikeRecipe('# mine\nversion: 1\ntrain:\n  seed: 2\n')).toBe(true);
  expect(looksLikeRecipe('{"train": 1}')).toBe(false);
  expect(looksLikeRecipe('the train: leaves')).toBe(false);
});
