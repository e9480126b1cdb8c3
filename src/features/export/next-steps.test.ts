import { describe, expect, it } from 'vitest';
import { datasetExporters, exportDtypes, weightsKinds } from '../../core/exports';
import { LOST_CODES } from '../../core/formats';
import { en } from '../../i18n/en';
import { zhCN } from '../../i18n/zh-CN';
import { datasetLines, groupLost, recipeLines } from './next-steps';

describe('lines to copy', () => {
  it('are three, and name the file', () => {
    for (const lines of [
      ...datasetExporters.map((exporter) => datasetLines('rows.jsonl', exporter)),
      ...weightsKinds.map(({ loadLines }) => loadLines('rows.jsonl')),
      recipeLines('rows.jsonl'),
    ]) {
      expect(lines).toHaveLength(3);
      expect(lines.join('\n')).toContain('rows.jsonl');
    }
  });

  it('print the columns that an exporter shows, or the whole row', () => {
    expect(datasetLines('a.jsonl', { shownColumns: ['input_ids', 'weights'] })).toContain(
      'print(rows["train"][0]["input_ids"], rows["train"][0]["weights"])',
    );
    expect(datasetLines('a.jsonl', { shownColumns: [] })).toContain('print(rows["train"][0])');
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
])('words in %s', (_, { exporting: { dataset, weights } }) => {
  it('name exactly the dataset exporters there are', () => {
    const ids = datasetExporters.map(({ id }) => id).sort();
    expect(Object.keys(dataset.formats).sort()).toEqual(ids);
    expect(Object.keys(dataset.descriptions).sort()).toEqual(ids);
  });

  it('name exactly the kinds of weights and their element types', () => {
    const ids = weightsKinds.map(({ id }) => id).sort();
    expect(Object.keys(weights.kinds).sort()).toEqual(ids);
    expect(Object.keys(weights.files).sort()).toEqual(ids);
    expect(Object.keys(weights.types).sort()).toEqual([...exportDtypes].sort());
  });

  it('name exactly what a format may not hold', () => {
    expect(Object.keys(dataset.lostWhat).sort()).toEqual([...LOST_CODES].sort());
  });
});
