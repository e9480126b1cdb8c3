import type { Run } from '../../../core/training';
import { selectedCheckpoint } from '../../../core/training';
import { readManifests } from '../../../storage/runs';
import type { StoredManifest } from '../../../storage/schema';
import type { DataContext } from '../project/context';

/** Checkpoints whose weights may be compared and exported, newest first: later ones than the best are left out. */
export async function selectedManifests(context: DataContext, run: Run): Promise<StoredManifest[]> {
  const step = selectedCheckpoint(run) ?? Number.POSITIVE_INFINITY;
  return (await readManifests(context.database, run.id)).filter((manifest) => manifest.step <= step);
}
