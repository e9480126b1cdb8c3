import { describe, expect, it } from 'vitest';
import { datasetExporters } from '../../core/exports';
import { LOST_CODES } from '../../core/formats';
import { en } from '../../i18n/en';
import { zhCN } from '../../i18n/zh-CN';
import { datasetLines, groupLost, modelLines, recipeLines } from './next-steps';

describe('lines to copy', () => {
  it('are three, and name the file', () => {
    for (const text of [
      ...datasetExporters.map((exporter) => datasetLines('rows.jsonl', exporter)),
      modelLines('rows.jsonl', 'merged'),
      modelLines('rows.jsonl', 'adapter'),
      recipeLines('rows.jsonl'),
    ]) {
      expect(text.split('\n')).toHaveLength(3);
      expect(text).toContain('rows.jsonl');
    }
  });

  it('print the columns that an exporter shows, or the whole row', () => {
    expect(datasetLines('a.jsonl', { shownColumns: ['input_ids', 'weights'] })).toContain(
      'print(rows["train"][0]["input_ids"], rows["train"][0]["weights"])',
    );
    expect(datasetLines('a.jsonl', { shownColumns: [] })).toContain('print(rows["train"][0])');
  });

  it('load a model, an adapter and a recipe', () => {
    expect(modelLines('amber-fox', 'merged')).toContain('AutoModelForCausalLM.from_pretrained("amber-fox")');
    expect(modelLines('amber-fox', 'adapter')).toContain('AutoPeftModelForCausalLM.from_pretrained("amber-fox")');
    expect(recipeLines('config.yaml')).toContain('-- config.yaml --out');
  });
});

describe('groupLost', () => {
  it('counts equal losses and lists the most frequent first', () => {
    expect(groupLost([{ what: 'a' }, { what: 'b' }, { what: 'b' }])).toEqual([
      { what: 'b', count: 2 },
      { what: 'a', count: 1 },
    ]);
  });
});

describe.each([
  ['en', en],
  ['zh-CN', zhCN],
])('words in %s', (_, { exporting: { dataset } }) => {
  it('name exactly the dataset exporters there are', () => {
    const ids = datasetExporters.map(({ id }) => id).sort();
    expect(Object.keys(dataset.formats).sort()).toEqual(ids);
    expect(Object.keys(dataset.descriptions).sort()).toEqual(ids);
  });

  it('name exactly what a format may not hold', () => {
    expect(Object.keys(dataset.lostWhat).sort()).toEqual([...LOST_CODES].sort());
  });
});
