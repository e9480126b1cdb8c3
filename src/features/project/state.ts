// What the whole page knows of the open project. Records never come here: screens ask the data worker for windows.

import { create } from 'zustand';
import type { CheckReport } from '../../core/checks';
import type { Failure } from '../../core/failure';
import type { ToolCallScores } from '../../core/metrics';
import type { Notice, Progress } from '../../core/notice';
import type { DamagedCheckpoint, DeviceInfo, EvalPoint, Run, StepReport } from '../../core/training';
import type { Workers } from '../../worker/client';
import type { AdapterSummary, ModelSummary, ProjectSummary, ProjectView, StorageView } from '../../worker/protocol';

/** What the page waits for; the words are `t.shell.busy[task]`. */
export type Task = 'open' | 'sample' | 'import' | 'check' | 'plan' | 'prepare' | 'evaluate' | 'export' | 'model' | 'lookUp' | 'download';

export interface Busy {
  readonly task: Task;
  readonly progress: Progress | null;
  readonly controller: AbortController;
}

/** The training that this tab runs, or ran last. */
export interface TrainingState {
  readonly runId: string;
  readonly phase: 'preparing' | 'running' | 'stopping' | 'ended';
  /** While preparing: loading, tokenizing, compiling. */
  readonly progress: Progress | null;
  readonly device: DeviceInfo | null;
  /** All steps of the run, those of earlier sessions too. */
  readonly reports: readonly StepReport[];
  readonly evaluations: readonly EvalPoint[];
  readonly step: number;
  readonly steps: number;
  readonly tokensPerSecond: number | null;
  readonly secondsLeft: number | null;
  readonly checkpointStep: number | null;
  /** Checkpoints that could not be used when the run went on, newest first, and the step it went on from. */
  readonly damage: { readonly checkpoints: readonly DamagedCheckpoint[]; readonly resumedAt: number } | null;
  /** What it told of itself on its way: one of each code, the latest. */
  readonly notices: readonly Notice[];
  /** performance.now() when this session began. */
  readonly startedAt: number;
  /** Set when it ended. */
  readonly run: Run | null;
  readonly failure: Failure | null;
}

export interface ProjectState {
  readonly workers: Workers | null;
  /** `starting` until the workers answer and the last project is open again. */
  readonly status: 'starting' | 'ready' | 'failed';
  readonly projects: readonly ProjectSummary[];
  readonly view: ProjectView | null;
  readonly models: readonly ModelSummary[];
  readonly adapters: readonly AdapterSummary[];
  readonly storage: StorageView | null;
  readonly device: DeviceInfo | null;
  readonly busy: Busy | null;
  readonly failure: Failure | null;
  /** Of the open project at `revision`; stale once the view's revision is greater. */
  readonly check: { readonly report: CheckReport; readonly revision: number } | null;
  readonly training: TrainingState | null;
  /** Latest evaluation seen in this session. */
  readonly evaluation: ToolCallScores | null;
}

export const initialState: ProjectState = {
  workers: null,
  status: 'starting',
  projects: [],
  view: null,
  models: [],
  adapters: [],
  storage: null,
  device: null,
  busy: null,
  failure: null,
  check: null,
  training: null,
  evaluation: null,
};

/** The store. Read with a selector: `useProject((state) => state.view)`; change it through the actions beside it. */
export const useProject = create<ProjectState>(() => initialState);
