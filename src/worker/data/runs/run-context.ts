// A stored run with what its handlers need: its open project and its model's tokenizer.

import type { Tokenizer } from '../../../core/tokenizer';
import { readStoredRun } from '../../../storage/runs';
import type { StoredRun } from '../../../storage/schema';
import type { DataContext, OpenProject } from '../project/context';
import { openProject } from '../project/open-project';

export interface RunContext {
  readonly run: StoredRun;
  readonly open: OpenProject;
  readonly tokenizer: Tokenizer;
}

export async function openRunContext(context: DataContext, runId: string): Promise<RunContext> {
  const run = await readStoredRun(context.database, runId);
  const open = await openProject(context, run.projectId);
  return { run, open, tokenizer: await context.tokenizer(run.modelId) };
}
