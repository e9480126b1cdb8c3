import { expect, test } from 'vitest';
import type { Failure } from '../../core/failure';
import type { Operation } from '../../core/operation';
import { testRun } from '../../core/testing/runs';
import { en } from '../../i18n/en';
import { zhCN } from '../../i18n/zh-CN';
import { outOfMemory } from '../../ml/memory-failure';
import { operationName, sentenceOfEnd } from './sentences';

const run = testRun({ state: 'failed' });

test('a run that failed says why, and names two settings to change, in the language of the page', () => {
  const cause: Failure = outOfMemory('The GPU has no room for a buffer (4 GB).').failure;
  expect(sentenceOfEnd(en, { ...run, cause })).toEqual({ message: cause.message, remedy: cause.remedy });
  expect(sentenceOfEnd(zhCN, { ...run, cause })).toEqual({
    message: zhCN.notices.device_memory.message,
    remedy: zhCN.notices.device_memory.remedy,
  });
  for (const words of [en, zhCN]) {
    expect(sentenceOfEnd(words, { ...run, cause })?.remedy).toMatch(/per_device_train_batch_size[\s\S]*max_length/);
  }
});

test('a run that failed before the cause was kept says what it said then; one that nothing happened to says nothing', () => {
  expect(sentenceOfEnd(zhCN, { ...run, failure: 'The GPU has no room.' })).toEqual({ message: 'The GPU has no room.', remedy: '' });
  expect(sentenceOfEnd(zhCN, run)).toBeNull();
});

test('operations are named in the language of the page', () => {
  const operations: readonly Operation[] = [
    { kind: 'delete', count: 1 },
    { kind: 'split', split: 'eval', count: 3 },
    { kind: 'tools' },
    { kind: 'import', count: 1, file: 'a.jsonl' },
    { kind: 'import', count: 2 },
  ];
  const names = ['Delete 1 record', 'Hold out 3 records', 'Edit tools', 'Import a.jsonl', 'Import 2 files'];
  expect(operations.map((operation) => operationName(en, operation))).toEqual(names);
  const chinese = ['删除 1 条记录', '将 3 条记录移到留出集', '修改工具', '导入 a.jsonl', '导入 2 个文件'];
  expect(operations.map((operation) => operationName(zhCN, operation))).toEqual(chinese);
});
