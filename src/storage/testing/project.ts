// A stored project and records of it, for tests.

import { defaultRecipe } from '../../core/recipe';
import type { DataRecord, Split } from '../../core/record';
import { recordId } from '../records';
import type { StoredProject } from '../schema';

export const project: StoredProject = {
  id: 'p',
  name: 'Project',
  createdAt: 1,
  changedAt: 1,
  records: 0,
  tools: [],
  recipe: defaultRecipe(),
  revision: 0,
  nextOrder: 0,
  applied: 0,
};

export function record(order: number, text = `row ${order}`, split: Split = 'train'): DataRecord {
  const source = { file: 'a.jsonl', line: order + 1, format: 'openai' };
  return { id: recordId(order), source, tags: [], split, tools: [], messages: [{ role: 'user', content: text }] };
}
