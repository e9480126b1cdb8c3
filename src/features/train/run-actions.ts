// Actions on stored runs. The project store keeps the view; these only ask and hand it over.

import type { Run } from '../../core/training';
import { attempt, refreshProject, runTask, setView, workers } from '../project';
import { chooseRun } from './state';

export function renameRun(runId: string, name: string): Promise<void> {
  return attempt(async () => setView(await (await workers()).data.call('renameRun', { runId, name }))).then(() => undefined);
}

/** Deletes the run with its curves, checkpoints and weights. */
export function deleteRun(runId: string): Promise<void> {
  return attempt(async () => setView(await (await workers()).data.call('deleteRun', { runId }))).then(() => undefined);
}

async function show(run: Run | undefined): Promise<Run | undefined> {
  if (!run) return undefined;
  await refreshProject();
  chooseRun(run.id);
  return run;
}

/** A new run of the same rows and settings that has done nothing yet; it becomes the one that is shown. */
export async function duplicateRun(runId: string): Promise<Run | undefined> {
  return show(await attempt(async () => (await workers()).data.call('duplicateRun', { runId })));
}

/** A new run that stands where `runId` stood at a kept checkpoint; it becomes the one that is shown. */
export async function continueRun(runId: string, step: number): Promise<Run | undefined> {
  return show(
    await runTask('prepare', async ({ onProgress, signal }) => {
      const { data } = await workers();
      return data.call('continueRun', { runId, step }, { onEvent: onProgress, signal });
    }),
  );
}
