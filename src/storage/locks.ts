// One tab per project. The data worker holds an exclusive lock while a project is open; the browser frees it when the
// tab dies.

import { AppError } from '../core/failure';

export interface ProjectLocks {
  /** @throws AppError `in-use` when another tab holds the project. */
  take(projectId: string): Promise<void>;
  free(projectId: string): void;
}

function inUse(projectId: string): AppError {
  return new AppError({
    code: 'in-use',
    reason: 'project_in_use',
    message: 'Another tab has this project open.',
    remedy: 'Close the project there, or go on working in that tab.',
    values: { project: projectId },
  });
}

export function browserLocks(locks: LockManager): ProjectLocks {
  const held = new Map<string, () => void>();
  return {
    async take(projectId) {
      if (held.has(projectId)) return;
      await new Promise<void>((resolve, reject) => {
        const holding = locks.request(`tooltune-project-${projectId}`, { mode: 'exclusive', ifAvailable: true }, (lock) => {
          if (!lock) {
            reject(inUse(projectId));
            return;
          }
          return new Promise<void>((free) => {
            held.set(projectId, free);
            resolve();
          });
        });
        holding.catch(reject);
      });
    },
    free(projectId) {
      held.get(projectId)?.();
      held.delete(projectId);
    },
  };
}
