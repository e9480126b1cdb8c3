// Finds records that repeat others.

import type { DataRecord } from '../record';
import { type Check, found } from './check';

/** Everything that a record asks, up to its last user message. */
function questionOf({ messages }: DataRecord): string {
  const last = messages.findLastIndex(({ role }) => role === 'user');
  const asked = messages.slice(0, last + 1).filter(({ role }) => role === 'user');
  return JSON.stringify(asked.map(({ content }) => content?.trim() ?? ''));
}

export const leak: Check = {
  id: 'leak',
  severity: 'warning',
  codes: ['same_request_in_both'],
  run: function* run({ records }) {
    const trained = new Map(records.filter(({ split }) => split === 'train').map((record) => [questionOf(record), record]));
    for (const record of records) {
      const twin = record.split === 'eval' ? trained.get(questionOf(record)) : undefined;
      if (!twin) continue;
      const message = `The same request is in the training records (${twin.source.file}, line ${twin.source.line}): its score would show memory, not skill.`;
      const values = { file: twin.source.file, line: twin.source.line };
      yield { ...found('same_request_in_both', message, 'Move one of the two to the other split.', values), recordId: record.id };
    }
  },
};

export const duplicates: Check = {
  id: 'duplicates',
  severity: 'warning',
  codes: ['duplicate_row'],
  run: function* run({ records }) {
    const seen = new Map<string, DataRecord>();
    for (const record of records) {
      const key = JSON.stringify([record.split, record.messages, record.tools]);
      const twin = seen.get(key);
      if (!twin) seen.set(key, record);
      else {
        const values = { file: twin.source.file, line: twin.source.line };
        const message = `The same row is in ${twin.source.file}, line ${twin.source.line}.`;
        yield { ...found('duplicate_row', message, 'Delete one of the two.', values), recordId: record.id };
      }
    }
  },
};
