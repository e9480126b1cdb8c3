import type { ModelOrigin } from '../../core/model-info';
import type { Dictionary } from '../../i18n';

/** Whether it stands for the same files for ever; a branch does not. */
export const isCommit = (revision: string) => /^[0-9a-f]{40}$/.test(revision);

/** A commit as people write it; other revisions as they are. */
export const shortCommit = (commit: string) => (isCommit(commit) ? commit.slice(0, 8) : commit);

export function originText(origin: ModelOrigin | undefined, t: Dictionary): string {
  if (!origin) return '';
  if (origin.kind !== 'hub') return t.models.origins[origin.kind];
  return `${new URL(origin.address).host} · ${origin.name}@${shortCommit(origin.commit)}`;
}
