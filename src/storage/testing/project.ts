// A stored project with a run and records, for tests.

import { defaultRecipe } from '../../core/recipe';
import type { DataRecord, Split } from '../../core/record';
import { recordId } from '../records';
import type { StoredProject, StoredRun } from '../schema';

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

export const run: StoredRun = {
  id: 'run',
  projectId: 'p',
  name: 'calm-otter',
  createdAt: 1,
  recipe: defaultRecipe(),
  modelId: 'from-zero',
  state: 'paused',
  plan: {
    examples: 1,
    sequences: 1,
    paddingShare: 0,
    tokensPerEpoch: 1,
    trainedTokensPerEpoch: 1,
    stepsPerEpoch: 1,
    steps: 9,
    warmupSteps: 0,
    truncated: 0,
    dropped: [],
  },
  device: null,
  step: 0,
  seconds: 0,
  tools: [],
  revision: 1,
};

export function record(order: number, text = `row ${order}`, split: Split = 'train'): DataRecord {
  const source = { file: 'a.jsonl', line: order + 1, format: 'openai' };
  return { id: recordId(order), source, tags: [], split, tools: [], messages: [{ role: 'user', content: text }] };
}
