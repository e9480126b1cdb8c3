// One session of a run: from its newest whole checkpoint to the end, a pause or a failure. Everything that must outlive
// the tab goes to the data worker at every logging step, and into a checkpoint at save_steps and at the end.

import { isDue } from '../../core/batches';
import { requireSameRun } from '../../core/checkpoint';
import { AppError, type Failure } from '../../core/failure';
import type { Run } from '../../core/training';
import { type CheckpointDue, explainMemory, type LanguageModel, type TrainerEvent, train } from '../../ml';
import { sweepCheckpoints } from '../../storage/checkpoints';
import { explainFailure } from '../../storage/storage-failure';
import type { TrainEvent } from '../protocol';
import type { TrainContext } from './context';
import { runIdentity } from './identity';
import { notFinite, stepSkipped } from './not-finite';
import { type RunLog, runLog } from './run-log';
import { modelToTrain } from './run-models';
import { withSamples } from './samples';
import { type CheckpointSaver, checkpointNotSaved, checkpointSaver, noRoomAtEnd } from './save-checkpoint';
import { speedometer } from './speed';
import { newestState } from './weights';

export interface SessionControl {
  /** Aborting ends the session after the current step, with a checkpoint. */
  readonly signal: AbortSignal;
  /** What the run is then. */
  endState(): 'paused' | 'stopped';
}

type Emit = (event: TrainEvent) => void;

interface Keepers {
  readonly log: RunLog;
  readonly checkpoints: CheckpointSaver;
}

interface End {
  readonly event: CheckpointDue;
  readonly saved: boolean;
}

/** Follows the trainer's events. @returns how they ended. */
async function followTraining(
  context: TrainContext,
  run: Run,
  events: AsyncIterable<TrainerEvent>,
  { log, checkpoints }: Keepers,
  emit: Emit,
): Promise<End | null> {
  const speed = speedometer(run.plan.steps);
  const { logging_steps: loggingSteps } = run.recipe.train;
  let end: End | null = null;
  for await (const event of events) {
    switch (event.kind) {
      case 'step':
        log.step(event.report);
        emit({ kind: 'step', report: event.report, ...speed(event.report.step, event.report.tokens, context.now() / 1000) });
        if (isDue(event.report.step, loggingSteps, run.plan.steps)) await log.flush();
        break;
      case 'skipped':
        log.skipped(event.skip);
        checkpoints.skipped();
        emit({ kind: 'skipped', skip: event.skip });
        emit({ kind: 'notice', notice: stepSkipped(event.skip) });
        break;
      case 'evaluation':
        log.evaluation(event.report);
        checkpoints.evaluated(event.report);
        emit({ kind: 'evaluation', report: event.report });
        break;
      case 'checkpoint-due':
        await log.flush();
        end = { event, saved: await checkpoints.save(event) };
        if (!end.saved) emit({ kind: 'notice', notice: checkpointNotSaved(event.step) });
        break;
      default:
        event satisfies never;
    }
  }
  return end;
}

interface Why {
  readonly failure?: string;
  readonly cause?: Failure;
}

/** What the run is after its session, and why. */
function endState(end: End | null, control: SessionControl): [state: Run['state'], why?: Why] {
  // Done would say that the trained weights are there.
  if (end && !end.saved) return ['paused', { cause: noRoomAtEnd(end.event.step) }];
  if (end?.event.reason === 'not-finite') return ['paused', { cause: notFinite(end.event.skipped ?? []) }];
  return [end?.event.reason === 'finished' ? 'done' : control.endState()];
}

/** Trains a run until it is done, paused or stopped. @throws AppError; the run is then `failed`, its checkpoints stay. */
export async function trainRun(context: TrainContext, runId: string, emit: Emit, control: SessionControl): Promise<Run> {
  const opened = await context.data.call('openRun', { runId }, { onEvent: (progress) => emit({ kind: 'progress', progress }) });
  const { run } = opened;
  if (run.state === 'done') return run;
  const setState = (state: Run['state'], why: Why = {}) => context.data.call('setRunState', { runId, state, ...why });
  let model: LanguageModel | null = null;
  await setState('running');
  try {
    const device = await context.openDevice(run.recipe.train.device);
    emit({ kind: 'device', device });
    await sweepCheckpoints(context.files, runId, opened.checkpoints);
    const { state, metadata, damaged } = await newestState(context.files, opened.checkpoints);
    const identity = await runIdentity(run.recipe, run.plan.steps, opened.train, opened.model);
    if (metadata) requireSameRun(metadata, identity);
    const startStep = state?.step ?? 0;
    if (state || damaged.length > 0) emit({ kind: 'checkpoint', step: startStep, ...(damaged.length > 0 ? { damaged } : {}) });
    await context.data.call('rewind', { runId, step: startStep });
    model = await modelToTrain(context, run, opened.model);
    const log = runLog(context, run, device);
    const checkpoints = checkpointSaver(context, run, identity, startStep, emit);
    const events = train({
      model,
      rows: opened.train,
      evalRows: opened.eval,
      settings: run.recipe.train,
      plan: run.plan,
      evaluations: run.evaluations.filter(({ step }) => step <= startStep),
      signal: control.signal,
      ...(state ? { startState: state } : {}),
    });
    const answered = withSamples(context, runId, model, events, control.signal);
    const end = await followTraining(context, run, answered, { log, checkpoints }, emit);
    return await setState(...endState(end, control));
  } catch (error) {
    const failure = explainFailure(explainMemory(error));
    // The reason of the failure counts, not that the data worker could not be told of it.
    await setState('failed', { failure: failure.message }).catch(() => undefined);
    throw new AppError(failure, { cause: error });
  } finally {
    model?.dispose();
  }
}
