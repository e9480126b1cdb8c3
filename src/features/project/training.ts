// Training, followed app-wide: the rail, the status line and the charts read one session.

import { toFailure } from '../../core/failure';
import type { ToolCallScores } from '../../core/metrics';
import type { Recipe } from '../../core/recipe';
import type { Run } from '../../core/training';
import type { MeasuredPlan, TrainEvent } from '../../worker/protocol';
import { attempt, openProjectId, runTask, showFailure, workers } from './calls';
import { watchLeaving } from './leaving';
import { refreshProject, refreshStorage } from './projects';
import { type TrainingState, useProject } from './state';
import { reduceTrainEvent } from './training-state';
import { keepAwake } from './wake';

function patch(change: Partial<TrainingState>): void {
  useProject.setState(({ training }) => (training ? { training: { ...training, ...change } } : {}));
}

async function follow(run: Run): Promise<Run | undefined> {
  const last = run.checkpoints[0] ?? 0;
  useProject.setState({
    failure: null,
    training: {
      runId: run.id,
      phase: 'preparing',
      progress: null,
      device: run.device,
      reports: run.log.filter((report) => report.step <= last),
      evaluations: run.evalPoints.filter((report) => report.step <= last),
      step: last,
      steps: run.plan.steps,
      tokensPerSecond: null,
      secondsLeft: null,
      checkpointStep: run.checkpoints[0] ?? null,
      damage: null,
      notices: [],
      startedAt: performance.now(),
      run: null,
      failure: null,
    },
  });
  const release = keepAwake();
  let endWatch = () => {};
  const onEvent = (event: TrainEvent) => {
    const { training } = useProject.getState();
    if (training?.runId === run.id) useProject.setState({ training: reduceTrainEvent(training, event) });
    if (event.kind === 'device') useProject.setState({ device: event.device });
  };
  try {
    const { train } = await workers();
    const training = train.call('train', { runId: run.id }, { onEvent });
    // Only now, since what a page that is hidden already tells is meant for this training.
    endWatch = watchLeaving((hidden) => void train.call('pageHidden', { hidden }));
    const ended = await training;
    patch({ phase: 'ended', run: ended, secondsLeft: null });
    return ended;
  } catch (error) {
    patch({ phase: 'ended', failure: toFailure(error), secondsLeft: null });
    showFailure(error);
    return undefined;
  } finally {
    release();
    endWatch();
    void refreshStorage();
    await refreshProject();
  }
}

type ActiveSession = TrainingState & { readonly phase: Exclude<TrainingState['phase'], 'ended'> };

/** True while this tab trains. */
export function isTraining(session: TrainingState | null): session is ActiveSession {
  return session !== null && session.phase !== 'ended';
}

export function planTraining(recipe: Recipe): Promise<MeasuredPlan> {
  return workers().then(({ data }) => data.call('plan', { projectId: openProjectId(), recipe }));
}

/**
 * Creates a run of the recipe and trains it. Resolves when it is done, paused or stopped.
 * @param memoryBudget bytes that training may take
 */
export async function startTraining(recipe: Recipe, memoryBudget: number): Promise<Run | undefined> {
  const run = await runTask('prepare', async ({ onProgress, signal }) => {
    const { data } = await workers();
    const maxTensorBytes = useProject.getState().device?.maxTensorBytes;
    return data.call('createRun', { projectId: openProjectId(), recipe, memoryBudget, maxTensorBytes }, { onEvent: onProgress, signal });
  });
  if (!run) return undefined;
  await refreshProject();
  return follow(run);
}

/** Goes on with a run at its last checkpoint. */
export async function resumeTraining(runId: string): Promise<Run | undefined> {
  const run = await attempt(async () => (await workers()).data.call('run', { runId }));
  return run ? follow(run) : undefined;
}

/** Ends the running training after its current step, with a checkpoint. `paused` means: a person will go on. */
export async function pauseTraining(state: 'paused' | 'stopped'): Promise<void> {
  patch({ phase: 'stopping' });
  await attempt(async () => (await workers()).train.call('pause', { state }));
}

export function loadRun(runId: string): Promise<Run | undefined> {
  return attempt(async () => (await workers()).data.call('run', { runId }));
}

/** Answers the held-out requests with the base and the trained model; the report stays in the store. */
export function evaluateRun(runId: string): Promise<ToolCallScores | undefined> {
  return runTask('evaluate', async ({ onProgress, signal }) => {
    const { train } = await workers();
    const evaluation = await train.call('evaluate', { runId }, { onEvent: onProgress, signal });
    useProject.setState({ evaluation });
    await refreshProject();
    return evaluation;
  });
}

/** The stored evaluation of a run, or null; it becomes the store's. */
export function loadEvaluation(runId: string): Promise<ToolCallScores | null | undefined> {
  return attempt(async () => {
    const evaluation = await (await workers()).data.call('toolCallScores', { runId });
    useProject.setState({ evaluation });
    return evaluation;
  });
}
