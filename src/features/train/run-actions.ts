// Actions on stored runs. The project store keeps the view; these only ask and hand it over.

import { attempt, setView, workers } from '../project';

export function renameRun(runId: string, name: string): Promise<void> {
  return attempt(async () => setView(await (await workers()).data.call('renameRun', { runId, name }))).then(() => undefined);
}

/** Deletes the run with its curves, checkpoints and weights. */
export function deleteRun(runId: string): Promise<void> {
  return attempt(async () => setView(await (await workers()).data.call('deleteRun', { runId }))).then(() => undefined);
}
