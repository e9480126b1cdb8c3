// Locks between tabs: on a project while it is open, on files while they are written or deleted. The browser releases
// the locks of a tab that dies.

import { AppError } from '../core/failure';

export interface TabLocks {
  /** Locks a project for this tab. @throws AppError `in-use` when another tab has it */
  take(projectId: string): Promise<void>;
  free(projectId: string): void;
  /** Returns true when another tab has the project open. */
  heldElsewhere(projectId: string): Promise<boolean>;
  /**
   * Runs `work` while no other work of this name runs, in this tab or another. It waits for its turn, unless `otherwise`
   * is given: that then runs instead.
   */
  alone<R>(name: string, work: () => Promise<R>, otherwise?: () => R | Promise<R>): Promise<R>;
}

/** Name of the lock for {@link TabLocks.alone} on a folder or file while it is written or deleted. */
export function filesLock(folder: string): string {
  return `files-${folder}`;
}

function projectLock(projectId: string): string {
  return `tooltune-project-${projectId}`;
}

function inUse(projectId: string): AppError {
  return new AppError({
    code: 'in-use',
    reason: 'project_in_use',
    message: 'This project is open in another tab.',
    remedy: 'Close it there, or continue in that tab.',
    values: { project: projectId },
  });
}

export function browserLocks(locks: LockManager): TabLocks {
  const held = new Map<string, () => void>();
  return {
    async take(projectId) {
      if (held.has(projectId)) return;
      await new Promise<void>((resolve, reject) => {
        const holding = locks.request(projectLock(projectId), { mode: 'exclusive', ifAvailable: true }, (lock) => {
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
    async heldElsewhere(projectId) {
      if (held.has(projectId)) return false;
      return locks.request(projectLock(projectId), { ifAvailable: true }, async (lock) => lock === null);
    },
    async alone(name, work, otherwise) {
      const id = `tooltune-${name}`;
      if (!otherwise) return locks.request(id, work);
      return locks.request(id, { ifAvailable: true }, async (lock) => (lock ? work() : otherwise()));
    },
  };
}
