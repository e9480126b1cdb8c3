import { describe, expect, it } from 'vitest';
import { LOST_CODES } from '../../core/formats';
import { en } from '../../i18n/en';
import { zhCN } from '../../i18n/zh-CN';
import { datasetLines, groupLost, modelLines, recipeLines } from './next-steps';

describe('next steps', () => {
  it('are three lines each, with the name of the file', () => {
    for (const text of [
      datasetLines('rows.jsonl', 'chatml'),
      modelLines('amber-fox', 'merged'),
      modelLines('amber-fox', 'adapter'),
      recipeLines('config.yaml'),
    ]) {
      expect(text.split('\n')).toHaveLength(3);
    }
    expect(datasetLines('rows.jsonl', 'openai')).toContain('data_files="rows.jsonl"');
    expect(modelLines('amber-fox', 'merged')).toContain('AutoModelForCausalLM.from_pretrained("amber-fox")');
    expect(modelLines('amber-fox', 'adapter')).toContain('AutoPeftModelForCausalLM.from_pretrained("amber-fox")');
    expect(recipeLines('config.yaml')).toContain('-- config.yaml --out');
  });
});

describe('groupLost', () => {
  it('counts alike losses, most frequent first', () => {
    expect(groupLost([{ what: 'a' }, { what: 'b' }, { what: 'b' }])).toEqual([
      { what: 'b', count: 2 },
      { what: 'a', count: 1 },
    ]);
  });
});

describe('what a format cannot hold', () => {
  it('has words for every code in both languages', () => {
    for (const { exporting } of [en, zhCN]) expect(Object.keys(exporting.dataset.lostWhat).sort()).toEqual([...LOST_CODES].sort());
  });
});
