// How actions reach the workers: one place that knows of busy, progress and failures.

import { AppError, toFailure } from '../../core/failure';
import type { Progress } from '../../core/notice';
import { startWorkers, type Workers } from '../../worker/client';
import type { ProjectView } from '../../worker/protocol';
import { type Task, useProject } from './state';

/** The workers, started on first use. */
export async function workers(): Promise<Workers> {
  const known = useProject.getState().workers;
  if (known) return known;
  const started = startWorkers(document.baseURI);
  useProject.setState({ workers: started });
  return started;
}

/** The open project's id. @throws AppError when none is open. */
export function openProjectId(): string {
  const { view } = useProject.getState();
  if (!view) throw new AppError({ code: 'not-found', message: 'No project is open.', remedy: 'Open or create a project first.' });
  return view.id;
}

/** Shows the project as the data worker answered it, and keeps the list of projects in step. */
export function setView(view: ProjectView): void {
  useProject.setState((state) => {
    const same = state.view?.id === view.id;
    const { id, name, createdAt, changedAt, records } = view;
    const others = state.projects.filter((project) => project.id !== id);
    return {
      view,
      projects: [{ id, name, createdAt, changedAt, records }, ...others].toSorted((a, b) => b.changedAt - a.changedAt),
      ...(same ? {} : { check: null, evaluation: null }),
    };
  });
}

/** Shows a failure in the shell's notice. An abort is not a failure. */
export function showFailure(error: unknown): void {
  const failure = toFailure(error);
  if (failure.code !== 'aborted') useProject.setState({ failure });
}

export function dismissFailure(): void {
  useProject.setState({ failure: null });
}

export interface TaskTools {
  readonly onProgress: (progress: Progress) => void;
  readonly signal: AbortSignal;
}

/**
 * Runs one long task: shows it as busy with its progress, turns what it throws into the shell's failure.
 * @returns what the task returned, or undefined when it failed or was stopped.
 */
export async function runTask<R>(task: Task, work: (tools: TaskTools) => Promise<R>): Promise<R | undefined> {
  const controller = new AbortController();
  useProject.setState({ busy: { task, progress: null, controller }, failure: null });
  const mine = () => useProject.getState().busy?.controller === controller;
  const onProgress = (progress: Progress) => {
    if (mine()) useProject.setState({ busy: { task, progress, controller } });
  };
  try {
    return await work({ onProgress, signal: controller.signal });
  } catch (error) {
    showFailure(error);
    return undefined;
  } finally {
    if (mine()) useProject.setState({ busy: null });
  }
}

/** A short call: no progress, failures go to the shell's notice. */
export async function attempt<R>(work: () => Promise<R>): Promise<R | undefined> {
  try {
    return await work();
  } catch (error) {
    showFailure(error);
    return undefined;
  }
}

/** Stops what is busy, where the worker can stop it. */
export function stopTask(): void {
  useProject.getState().busy?.controller.abort();
}
