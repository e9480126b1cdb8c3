import type { Run } from '../../../core/training';
import { handedOnStep } from '../../../core/training';
import { readManifests } from '../../../storage/runs';
import type { StoredManifest } from '../../../storage/schema';
import type { DataContext } from '../project/context';

/** Checkpoints whose weights may be compared and exported, newest first: later ones than the best are left out. */
export async function manifestsToHandOn(context: DataContext, run: Run): Promise<StoredManifest[]> {
  const step = handedOnStep(run) ?? Number.POSITIVE_INFINITY;
  return (await readManifests(context.database, run.id)).filter((manifest) => manifest.step <= step);
}
