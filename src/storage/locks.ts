// What one tab has to itself: a project while it is open, files while they are written or deleted. The browser frees the
// locks of a tab that dies.

import { AppError } from '../core/failure';

export interface TabLocks {
  /** @throws AppError `in-use` when another tab holds the project. */
  take(projectId: string): Promise<void>;
  free(projectId: string): void;
  /** True when another tab has the project open. */
  heldElsewhere(projectId: string): Promise<boolean>;
  /**
   * Runs the work while no other of this name runs, here or in another tab. It waits for its turn, unless `otherwise`
   * says what to do instead.
   */
  alone<R>(name: string, work: () => Promise<R>, otherwise?: () => R | Promise<R>): Promise<R>;
}

/** Held by whoever writes or deletes the files of a model or an adapter. */
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
    message: 'Another tab has this project open.',
    remedy: 'Close the project there, or go on working in that tab.',
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
